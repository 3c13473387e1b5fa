"""For whoever looks after a running bot: numbers, a page of them, a dashboard, alerts."""
