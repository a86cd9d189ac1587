"""`python -m cds` is `kir`."""

from cds.cli import main

if __name__ == "__main__":
    main()
