"""``python -m cosmodrome.app.cli`` is the command ``cosmodrome``."""

from cosmodrome.app.cli.main import main

if __name__ == "__main__":
    main()
