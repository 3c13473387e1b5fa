"""Open asks: answering in their threads with and without one's name, replying, what helped.

The thread itself begins and ends with its ask: `offers/open_threads.py`.
"""
