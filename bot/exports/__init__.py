"""What leaves the house as a file: tables and pages to print, in Swedish, the language of the record."""
