"""`python -m eureka_py` is `eureka-py`."""

from eureka_py.cli import main

if __name__ == "__main__":
    main()
