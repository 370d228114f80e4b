"""One file per thing that is asked: who may be whom, and what a merge would do."""
