"""What an office keeps. store: the database; summary: a month's sums, no database needed; sheets: xlsx; roster, filing.

Import from these files: only store needs SQLAlchemy, only sheets openpyxl, and none should be loaded for the others.
"""
