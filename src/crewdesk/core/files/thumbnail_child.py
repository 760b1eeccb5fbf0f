"""Makes one thumbnail: picture on stdin, a line of JSON and the thumbnail on stdout. Run by thumbnails.py, never imported.

Pictures are hostile until proven otherwise, so this process has little memory, little time and no files, and may be killed.
"""

import json
import resource
import sys

MEMORY_BYTES = 256 * 1024 * 1024
CPU_SECONDS = 10
MOST_PIXELS = 120_000_000
BOX = (480, 480)
# EXIF 2.32, 4.6.5: the tag, and its values for pictures that were taken sideways.
ORIENTATION, LYING = 0x0112, {5, 6, 7, 8}


def main() -> None:
    """Read, shrink, write; exit code 3 when the picture is too large, 4 when it is none."""
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY_BYTES, MEMORY_BYTES))
    resource.setrlimit(resource.RLIMIT_CPU, (CPU_SECONDS, CPU_SECONDS))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    # All that will be needed is loaded before the picture takes the memory.
    from PIL import GifImagePlugin, Image, JpegImagePlugin, PngImagePlugin, WebPImagePlugin  # noqa: F401

    Image.MAX_IMAGE_PIXELS = MOST_PIXELS // 2  # Pillow refuses at twice this figure and only warns below
    try:
        width, height, data = _shrink(Image)
    except (MemoryError, Image.DecompressionBombError):
        sys.exit(3)
    except Exception:
        sys.exit(4)
    sys.stdout.buffer.write(json.dumps([width, height]).encode() + b"\n" + data)


def _shrink(Image) -> tuple[int, int, bytes]:
    import io

    from PIL import ImageOps

    with Image.open(sys.stdin.buffer, formats=("PNG", "JPEG", "GIF", "WEBP")) as picture:
        width, height = picture.size
        if picture.getexif().get(ORIENTATION, 1) in LYING:
            width, height = height, width
        picture.thumbnail(BOX)  # in place, and first: what comes after works on few pixels
        upright = ImageOps.exif_transpose(picture)
        out = io.BytesIO()
        upright.convert("RGBA" if upright.has_transparency_data else "RGB").save(out, "WEBP", quality=80)
    return width, height, out.getvalue()


if __name__ == "__main__":
    main()
