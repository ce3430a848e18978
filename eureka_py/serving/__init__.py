"""gunicorn around the application: one worker, its hooks, its sockets, and how faces are joined."""
