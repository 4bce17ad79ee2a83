"""Views: each reads or acts once, builds its view model, and shows it."""
