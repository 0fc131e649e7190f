package org.tessera.etl.deidentify;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.tessera.dicom.DicomFile;
import org.tessera.dicom.DicomReader;
import org.tessera.dicom.ReadOptions;
import org.tessera.dicom.render.NotRenderable;
import org.tessera.dicom.render.Picture;
import org.tessera.dicom.render.RenderRequest;
import org.tessera.dicom.render.Renderer;
import org.tessera.dicom.render.Rendering;

/// The Image I/O readers on this module's class path decode what the JDK alone does not.
class PictureReadersTest {
  private static Rendering rendering(String name) throws IOException {
    for (Path at = Path.of("").toAbsolutePath(); at != null; at = at.getParent()) {
      Path file = at.resolve("shared/data/dicom/files").resolve(name);
      if (Files.exists(file)) {
        DicomFile read = (DicomFile) DicomReader.read(file, ReadOptions.whole());
        return Renderer.render(read, RenderRequest.of(1));
      }
    }
    Assumptions.abort("no shared/data/dicom above the repository");
    throw new IllegalStateException();
  }

  @ParameterizedTest
  @CsvSource({
    "pydicom__MR_small_jp2klossless.dcm, pydicom__MR_small.dcm",
    "pydata__emri_small_jpeg_2k_lossless.dcm, pydata__emri_small.dcm",
    "pydicom__MR_small_RLE.dcm, pydicom__MR_small.dcm"
  })
  void a_losslessly_compressed_file_looks_as_the_native_one(String compressed, String plain)
      throws IOException {
    assertThat(((Picture) rendering(compressed)).png())
        .isEqualTo(((Picture) rendering(plain)).png());
  }

  /// Levels read from the pictures of another renderer (dcmtk 3.6.7), at the middle of the frame.
  @ParameterizedTest
  @CsvSource({
    "pydata__JPGLosslessP14SV1_1s_1f_8b.dcm, 1024, 768, 0f",
    "dcmjs__test_sample-op.dcm, 1536, 1536, 5a",
    "pydicom__examples_ybr_color.dcm, 320, 240, 070707",
    "pydicom__SC_rgb_jpeg_dcmtk.dcm, 100, 100, 7d82ff"
  })
  void lossless_and_baseline_jpeg_have_another_renderers_levels(
      String name, int width, int height, String level) throws IOException {
    Picture picture = (Picture) rendering(name);
    assertThat(picture.width()).isEqualTo(width);
    assertThat(picture.height()).isEqualTo(height);
    int ours = picture.at(width / 2, height / 2);
    int theirs = Integer.parseInt(level, 16);
    for (int shift = 0; shift <= 16; shift += 8) {
      assertThat((ours >> shift) & 0xFF).isCloseTo((theirs >> shift) & 0xFF, within(2));
    }
  }

  private static org.assertj.core.data.Offset<Integer> within(int levels) {
    return org.assertj.core.data.Offset.offset(levels);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "pydata__HTJ2K_08_RGB.dcm",
        "pydicom__JPEG-lossy.dcm",
        "pydicom__MR_small_jpeg_ls_lossless.dcm"
      })
  void what_no_reader_decodes_is_said_to_lack_one(String name) throws IOException {
    assertThat(rendering(name))
        .isInstanceOfSatisfying(
            NotRenderable.class,
            it -> assertThat(it.reason()).isEqualTo(NotRenderable.Reason.NO_CODEC));
  }

  @Test
  void a_damaged_stream_is_no_picture_and_no_exception() throws IOException {
    assertThat(rendering("pydicom__JPEG2000-embedded-sequence-delimiter.dcm"))
        .isInstanceOf(Rendering.class);
  }
}
