"""What the company's own system hands over as files: tables read, compared with what is known, and kept."""
