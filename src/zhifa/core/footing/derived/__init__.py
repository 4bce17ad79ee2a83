"""What figures are worked out from where no words say so: how likely it is, and what is then wrong."""
