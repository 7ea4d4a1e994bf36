"""What both applications share: guards, errors, headers, formats, templates, words."""
