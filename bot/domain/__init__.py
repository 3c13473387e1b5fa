"""What an ask, an offer, a conversation and a schedule are.

Pure and synchronous, standard library only: time and randomness come in as arguments.
"""
