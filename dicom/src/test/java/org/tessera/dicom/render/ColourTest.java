package org.tessera.dicom.render;

import static org.assertj.core.api.Assertions.assertThat;
import static org.tessera.dicom.render.PhantomTest.assertReason;

import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.tessera.dicom.Tag;
import org.tessera.dicom.Vr;

/// Colours of pictures of which every value is known: palettes, and three samples a pixel.
class ColourTest {
  @Test
  void palettes_of_words_bytes_and_segments_give_colours() throws IOException {
    assertThat(
            palette(16)
                .words(0x00281201, 0xFFFF, 0, 0)
                .words(0x00281202, 0, 0xFFFF, 0)
                .words(0x00281203, 0, 0, 0xFFFF)
                .seen())
        .containsExactly(0xFF0000, 0x00FF00, 0x0000FF);
    assertThat(
            palette(8)
                .bytes(0x00281201, Vr.OW, 1, 2, 3, 0)
                .bytes(0x00281202, Vr.OW, 0, 0, 9, 0)
                .bytes(0x00281203, Vr.OW, 0, 0, 0, 0)
                .seen())
        .containsExactly(0x010000, 0x020000, 0x030900);
    // One entry of 0, then a line of two to 0xFFFF; twice the discrete one.
    assertThat(
            palette(16)
                .words(0x00281221, 0, 1, 0, 1, 2, 0xFFFF)
                .words(0x00281222, 0, 3, 0, 0, 0xFFFF)
                .words(0x00281223, 0, 1, 0xFFFF, 2, 1, 0, 0, 0, 1, 0)
                .seen())
        .containsExactly(0x0000FF, 0x8000FF, 0xFFFF00);
  }

  /// Three pixels of the first three entries of tables with so many bits an entry.
  private static Phantom palette(int bits) {
    return Phantom.of(3, 1, 8)
        .text(Tag.PhotometricInterpretation, "PALETTE COLOR")
        .bytes(Tag.PixelData, Vr.OB, 0, 1, 2, 0)
        .put(0x00281101, 3, 0, bits)
        .put(0x00281102, 3, 0, bits)
        .put(0x00281103, 3, 0, bits);
  }

  @Test
  void colours_interleaved_in_planes_and_as_differences_are_the_same() throws IOException {
    Phantom rgb = colour("RGB").bytes(Tag.PixelData, Vr.OB, 255, 0, 0, 0, 128, 255);
    assertThat(rgb.seen()).containsExactly(0xFF0000, 0x0080FF);
    Phantom planes =
        colour("RGB")
            .put(Tag.PlanarConfiguration, 1)
            .bytes(Tag.PixelData, Vr.OB, 255, 0, 0, 128, 0, 255);
    assertThat(planes.seen()).containsExactly(0xFF0000, 0x0080FF);
    Phantom differences =
        colour("YBR_FULL").bytes(Tag.PixelData, Vr.OB, 76, 85, 255, 150, 128, 128);
    assertThat(differences.seen()).containsExactly(0xFE0000, 0x969696);
    Phantom halved = colour("YBR_FULL_422").bytes(Tag.PixelData, Vr.OB, 76, 150, 85, 255);
    assertThat(halved.seen()).containsExactly(0xFE0000, 0xFF4A4A);
  }

  static Phantom colour(String photometric) {
    return Phantom.of(2, 1, 8)
        .put(Tag.SamplesPerPixel, 3)
        .put(Tag.PlanarConfiguration, 0)
        .text(Tag.PhotometricInterpretation, photometric);
  }

  /// A table of the red alone that uses its sixteen bits says that the others do too.
  @Test
  void all_three_colours_of_a_palette_have_one_scale() throws IOException {
    assertThat(
            palette(16)
                .words(0x00281201, 0xFFFF, 0, 0)
                .words(0x00281202, 0, 0xFF, 0)
                .words(0x00281203, 0, 0, 0xFF)
                .seen())
        .containsExactly(0xFF0000, 0x000100, 0x000001);
  }

  /// What makes no entry could be repeated 65,535 times from each of as many places.
  @Test
  void segments_that_make_no_entry_are_damage() throws IOException {
    Phantom picture = palette(16).words(0x00281221, 0, 3, 0, 0, 0).words(0x00281222, 0, 3, 0, 0, 0);
    picture.words(0x00281223, 0, 3, 0, 0, 0).seen();
    int[][] empty = {{0, 3, 0, 0, 0, 0, 0}, {0, 3, 0, 0, 0, 1, 0, 9}, {0, 3, 0, 0, 0, 2, 0, 0, 0}};
    for (int[] segments : empty) {
      assertReason(picture.words(0x00281223, segments), 1, NotRenderable.Reason.DAMAGED);
    }
  }

  @Test
  void shared_colours_need_pairs_of_pixels() throws IOException {
    int[] bytes = new int[18];
    Phantom odd =
        Phantom.of(3, 3, 8)
            .put(Tag.SamplesPerPixel, 3)
            .put(Tag.PlanarConfiguration, 0)
            .text(Tag.PhotometricInterpretation, "YBR_FULL_422")
            .bytes(Tag.PixelData, Vr.OB, bytes);
    assertReason(odd, 1, NotRenderable.Reason.UNKNOWN_LAYOUT);
  }
}
