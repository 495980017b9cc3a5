"""The nouns that every stage shares: documents, texts, evidence, claims, entities, findings, decisions, failures."""
