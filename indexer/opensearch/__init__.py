"""How does an index lie on OpenSearch, and how is it written and read there?

An address (`opensearch://host:9200/name`) stands wherever a folder does. `address` reads it, `connection`
speaks to the server, `state` says what of an index is published. `schema`, `slots` and `documents` are how an
article is laid out there; `writer` puts articles in, under a `lease` and by way of `bulk`, and keeps a
`remote_ledger` of the files they come from; `reader` reads them.

Nothing here is loaded for an index in a folder, and `opensearchpy` only when a server is spoken to.
"""
