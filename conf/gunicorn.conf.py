"""`gunicorn -c conf/gunicorn.conf.py` serves a node just as `eureka-py serve` does.

Settings come from eureka-server.toml beside this file (or from the file that EUREKA_PY_CONFIG names), then from
EUREKA_PY_... in the environment. Flags given to gunicorn itself, as in `-b 127.0.0.1:9000`, win.
"""

from pathlib import Path

from eureka_py.launch import gunicorn_settings

globals().update(gunicorn_settings(Path(__file__).resolve().parent))
