{"cells": [{"cell_type": "code", "execution_count": null, "metadata": {}, "outputs": [],
"source": ["A notebook saved under the name of a Python file: true, but no submission"]}],
"metadata": {"language_info": {"name": "python", "version": null}}, "nbformat": 4, "nbformat_minor": 5}
