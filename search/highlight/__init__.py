"""The ground floor of showing: snippets, and text that is safe to print."""
