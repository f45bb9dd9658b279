"""Rules changed on purpose: would any example or case notice? What nobody can notice is proved to be the same."""
