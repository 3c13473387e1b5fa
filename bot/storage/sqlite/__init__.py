"""The engine: connections, transactions, files, migrations. It knows no table."""
