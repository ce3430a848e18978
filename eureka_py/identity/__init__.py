"""Users, tokens and certificates: who asks, as the file of credentials knows them."""
