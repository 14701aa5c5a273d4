# %%
import sys
sys.path.append('/content/drive/MyDrive')

# %%
from google.colab import drive, files
drive.mount('/content/drive')
uploaded = files.upload()

# %%
def double(x):
    return 2 * x
