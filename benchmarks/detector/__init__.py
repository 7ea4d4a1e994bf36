"""The detector against others who could do its work; see ``README.md`` beside this file."""
