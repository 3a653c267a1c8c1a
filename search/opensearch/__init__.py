"""An engine that answers from an index on OpenSearch."""
