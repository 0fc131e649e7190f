package org.tessera.dicom.render;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.zip.Deflater;
import java.util.zip.DeflaterOutputStream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.tessera.dicom.DicomFile;
import org.tessera.dicom.Tag;
import org.tessera.dicom.TransferSyntax;
import org.tessera.dicom.ValueElement;
import org.tessera.dicom.Vr;

/// Every level is calculated by hand from PS3.3.
class PhantomTest {
  private static final int CENTER = 0x00281050;
  private static final int WIDTH = 0x00281051;
  private static final int INTERCEPT = 0x00281052;
  private static final int SLOPE = 0x00281053;
  private static final int FUNCTION = 0x00281056;
  private static final int ASPECT = 0x00280034;
  private static final int PADDING = 0x00280120;

  private static Phantom ramp() {
    return Phantom.of(4, 1, 16).words(Tag.PixelData, 0, 1000, 2000, 4000);
  }

  @Test
  void without_a_window_the_lowest_is_black_and_the_highest_white() throws IOException {
    assertThat(ramp().seen()).containsExactly(0, 64, 128, 255);
  }

  @Test
  void padding_is_no_value_and_shows_as_the_nearest_end() throws IOException {
    assertThat(ramp().put(PADDING, 4000).seen()).containsExactly(0, 128, 255, 255);
  }

  @Test
  void one_value_everywhere_is_black() throws IOException {
    assertThat(Phantom.of(2, 1, 16).words(Tag.PixelData, 7, 7).seen()).containsExactly(0, 0);
  }

  @Test
  void monochrome1_turns_black_and_white_round() throws IOException {
    assertThat(ramp().text(Tag.PhotometricInterpretation, "MONOCHROME1").seen())
        .containsExactly(255, 191, 128, 0);
  }

  /// PS3.3 C.11.2.1.2.1: width 4 about 2048: black up to 2046, white from 2049 on.
  @Test
  void a_linear_window_begins_and_ends_where_the_standard_says() throws IOException {
    assertThat(
            Phantom.of(5, 1, 16)
                .words(Tag.PixelData, 2045, 2046, 2047, 2048, 2049)
                .text(CENTER, "2048")
                .text(WIDTH, "4")
                .seen())
        .containsExactly(0, 0, 85, 170, 255);
  }

  @Test
  void an_exact_linear_window_and_a_sigmoid_have_their_own_formulas() throws IOException {
    Phantom exact = ramp().text(CENTER, "2000").text(WIDTH, "4000").text(FUNCTION, "LINEAR_EXACT");
    assertThat(exact.seen()).containsExactly(0, 64, 128, 255);
    Phantom sigmoid = ramp().text(CENTER, "2000").text(WIDTH, "4000").text(FUNCTION, "SIGMOID");
    // 255 / (1 + e^2), / (1 + e), / 2, / (1 + e^-2)
    assertThat(sigmoid.seen()).containsExactly(30, 69, 128, 225);
  }

  @Test
  void a_window_is_of_values_after_rescaling() throws IOException {
    Phantom ct =
        Phantom.of(3, 1, 16)
            .words(Tag.PixelData, 0, 1024, 2047)
            .text(SLOPE, "1")
            .text(INTERCEPT, "-1024")
            .text(CENTER, "0", "50")
            .text(WIDTH, "2048", "10");
    assertThat(ct.seen()).containsExactly(0, 128, 255);
    var narrow = new VoiWindow(0, 2, VoiWindow.Function.LINEAR);
    assertThat(ct.seen(RenderRequest.of(1).through(narrow))).containsExactly(0, 255, 255);
  }

  @Test
  void a_window_that_shows_nothing_is_passed_over() throws IOException {
    assertThat(ramp().text(CENTER, "2000").text(WIDTH, "0").seen())
        .containsExactly(0, 64, 128, 255);
  }

  @Test
  void signed_values_and_bits_beyond_those_stored_are_read_as_told() throws IOException {
    // 12 bits stored, signed; the upper four bits hold something else.
    assertThat(
            Phantom.of(4, 1, 16)
                .put(Tag.BitsStored, 12)
                .put(Tag.HighBit, 11)
                .put(Tag.PixelRepresentation, 1)
                .words(Tag.PixelData, 0xF800, 0x0FFF, 0x5000, 0x07FF)
                .seen())
        .containsExactly(0, 127, 128, 255);
    // The value stands in the upper twelve bits.
    assertThat(
            Phantom.of(3, 1, 16)
                .put(Tag.BitsStored, 12)
                .put(Tag.HighBit, 15)
                .words(Tag.PixelData, 0x000F, 0x8000, 0xFFF0)
                .seen())
        .containsExactly(0, 128, 255);
  }

  @Test
  void thirty_two_bits_floats_and_doubles_are_shown() throws IOException {
    Phantom wide = Phantom.of(3, 1, 32).words(Tag.PixelData, 0, 0, 0, 0x4000, 0, 0x8000);
    assertThat(wide.seen()).containsExactly(0, 128, 255);
    ByteBuffer floats = ByteBuffer.allocate(12).order(ByteOrder.LITTLE_ENDIAN);
    floats.putFloat(-1.5f).putFloat(0f).putFloat(1.5f);
    assertThat(
            Phantom.of(3, 1, 32)
                .element(ValueElement.of(Tag.FloatPixelData, Vr.OF, floats.array()))
                .seen())
        .containsExactly(0, 128, 255);
    ByteBuffer doubles = ByteBuffer.allocate(24).order(ByteOrder.LITTLE_ENDIAN);
    doubles.putDouble(0).putDouble(Double.NaN).putDouble(2);
    assertThat(
            Phantom.of(3, 1, 64)
                .element(ValueElement.of(0x7FE00009, Vr.OD, doubles.array()))
                .seen())
        .containsExactly(0, 0, 255);
  }

  @Test
  void frames_of_single_bits_begin_at_their_bit() throws IOException {
    Phantom bits =
        Phantom.of(3, 1, 1).text(Tag.NumberOfFrames, "2").bytes(Tag.PixelData, Vr.OB, 0b101101, 0);
    assertThat(bits.seen(RenderRequest.of(1))).containsExactly(255, 0, 255);
    assertThat(bits.seen(RenderRequest.of(2))).containsExactly(255, 0, 255);
    assertThat(
            Phantom.of(3, 1, 1)
                .text(Tag.NumberOfFrames, "2")
                .bytes(Tag.PixelData, Vr.OB, 0b011101, 0)
                .seen(RenderRequest.of(2)))
        .containsExactly(255, 255, 0);
  }

  @Test
  void a_modality_table_and_a_table_of_interest_are_looked_up() throws IOException {
    Phantom modality =
        Phantom.empty().put(0x00283002, 4, 0, 16).words(0x00283006, 0, 3000, 1000, 2000);
    assertThat(
            Phantom.of(4, 1, 16).item(0x00283000, modality).words(Tag.PixelData, 0, 1, 2, 9).seen())
        .containsExactly(0, 255, 85, 170);
    Phantom interest = Phantom.empty().put(0x00283002, 3, 10, 8).words(0x00283006, 0, 51, 255);
    assertThat(
            Phantom.of(4, 1, 16)
                .item(0x00283010, interest)
                .words(Tag.PixelData, 3, 10, 11, 12)
                .seen())
        .containsExactly(0, 0, 51, 255);
  }

  @Test
  void each_frame_of_an_enhanced_instance_has_its_own_window() throws IOException {
    Phantom voi = Phantom.empty().text(CENTER, "100").text(WIDTH, "201");
    Phantom rescale = Phantom.empty().text(SLOPE, "2").text(INTERCEPT, "0");
    assertThat(
            Phantom.of(2, 1, 8)
                .text(Tag.NumberOfFrames, "2")
                .item(0x52009230, Phantom.empty().item(0x00289132, voi))
                .item(0x52009229, Phantom.empty().item(0x00289145, rescale))
                .bytes(Tag.PixelData, Vr.OB, 0, 50, 5, 6)
                .seen())
        .containsExactly(1, 128);
  }

  @Test
  void frames_beyond_any_number_of_bits_and_frames_too_large_are_refused() throws IOException {
    Phantom many =
        Phantom.of(8192, 8192, 16)
            .text(Tag.NumberOfFrames, "2147483647")
            .bytes(Tag.PixelData, Vr.OW, 0, 0);
    assertReason(many, 2_147_483_647, NotRenderable.Reason.DAMAGED);
    Phantom wide = Phantom.of(8192, 8192, 32).bytes(Tag.PixelData, Vr.OW, 0, 0);
    assertReason(wide, 1, NotRenderable.Reason.TOO_LARGE);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "1.2.840.10008.1.2",
        "1.2.840.10008.1.2.1",
        "1.2.840.10008.1.2.1.99",
        "1.2.840.10008.1.2.2"
      })
  void every_native_transfer_syntax_shows_the_same(String uid) throws IOException {
    TransferSyntax syntax = TransferSyntax.find(uid).orElseThrow();
    assertThat(Phantom.levels(Renderer.render(ramp().file(syntax), RenderRequest.of(1))))
        .containsExactly(0, 64, 128, 255);
    Phantom bytesInWords = Phantom.of(4, 1, 8).words(Tag.PixelData, 0x4000, 0xFF80);
    assertThat(Phantom.levels(Renderer.render(bytesInWords.file(syntax), RenderRequest.of(1))))
        .containsExactly(0, 64, 128, 255);
  }

  @Test
  void rle_deflated_and_plainly_encapsulated_frames_are_unpacked() throws IOException {
    byte[] one = {0, 0, 0, 1, 0, 2};
    byte[] two = {0, 2, 0, 1, 0, 0};
    var layout = new SampleLayout(3, 1, 1, 2);
    assertBoth("1.2.840.10008.1.2.5", RunLengths.pack(one, layout), RunLengths.pack(two, layout));
    assertBoth("1.2.840.10008.1.2.8.1", deflated(one), deflated(two));
    assertBoth("1.2.840.10008.1.2.1.98", one, two);
  }

  private static void assertBoth(String uid, byte[]... frames) throws IOException {
    DicomFile file =
        Phantom.of(3, 1, 16)
            .text(Tag.NumberOfFrames, "2")
            .fragments(frames)
            .file(TransferSyntax.find(uid).orElseThrow());
    assertThat(Phantom.levels(Renderer.render(file, RenderRequest.of(1))))
        .containsExactly(0, 128, 255);
    assertThat(Phantom.levels(Renderer.render(file, RenderRequest.of(2))))
        .containsExactly(255, 128, 0);
  }

  private static byte[] deflated(byte[] frame) throws IOException {
    var bytes = new ByteArrayOutputStream();
    var deflater = new Deflater(Deflater.BEST_COMPRESSION, true);
    try (var out = new DeflaterOutputStream(bytes, deflater)) {
      out.write(frame);
    } finally {
      deflater.end();
    }
    return bytes.toByteArray();
  }

  @Test
  void baseline_jpeg_in_several_fragments_is_one_frame() throws IOException {
    var image = new BufferedImage(16, 8, BufferedImage.TYPE_BYTE_GRAY);
    image.getRaster().setPixels(0, 0, 8, 8, new int[64]);
    int[] white = new int[64];
    java.util.Arrays.fill(white, 255);
    image.getRaster().setPixels(8, 0, 8, 8, white);
    var bytes = new ByteArrayOutputStream();
    ImageIO.write(image, "jpeg", bytes);
    byte[] all = bytes.toByteArray();
    DicomFile file =
        Phantom.of(16, 8, 8)
            .fragments(
                java.util.Arrays.copyOf(all, 100),
                java.util.Arrays.copyOfRange(all, 100, all.length))
            .file(TransferSyntax.find("1.2.840.10008.1.2.4.50").orElseThrow());
    Picture picture = (Picture) Renderer.render(file, RenderRequest.of(1));
    assertThat(picture.at(1, 1)).isLessThan(3);
    assertThat(picture.at(14, 6)).isGreaterThan(252);
  }

  @Test
  void pixels_that_are_not_square_are_stretched_and_pictures_fit_their_viewport()
      throws IOException {
    Phantom tall = ramp().text(ASPECT, "2", "1");
    assertThat(tall.seen()).containsExactly(0, 64, 128, 255, 0, 64, 128, 255);
    var half = RenderRequest.of(1).within(new Viewport(2, 2));
    assertThat(tall.seen(half)).containsExactly(32, 192);
    Picture thumbnail =
        (Picture) Renderer.render(ramp().file(), RenderRequest.of(1).within(new Viewport(8, 8)));
    assertThat(thumbnail.width()).isEqualTo(8);
    assertThat(thumbnail.height()).isEqualTo(2);
  }

  @Test
  void a_picture_is_written_as_png_with_its_levels() throws IOException {
    Picture picture = (Picture) Renderer.render(ramp().file(), RenderRequest.of(1));
    BufferedImage read = ImageIO.read(new ByteArrayInputStream(picture.png()));
    assertThat(read.getRaster().getSample(2, 0, 0)).isEqualTo(128);
    Picture colours =
        (Picture)
            Renderer.render(
                ColourTest.colour("RGB").bytes(Tag.PixelData, Vr.OB, 255, 0, 0, 0, 128, 255).file(),
                RenderRequest.of(1));
    BufferedImage coloured = ImageIO.read(new ByteArrayInputStream(colours.png()));
    assertThat(coloured.getRGB(1, 0)).isEqualTo(0xFF0080FF);
    assertThat(ImageIO.read(new ByteArrayInputStream(colours.jpeg(90))).getWidth()).isEqualTo(2);
  }

  @Test
  void what_cannot_be_shown_is_refused_with_its_reason() throws IOException {
    assertReason(ramp(), 2, NotRenderable.Reason.NO_SUCH_FRAME);
    assertReason(ramp(), 0, NotRenderable.Reason.NO_SUCH_FRAME);
    assertReason(Phantom.of(4, 2, 16).words(Tag.PixelData, 1, 2), 1, NotRenderable.Reason.DAMAGED);
    assertReason(Phantom.of(65535, 65535, 16), 1, NotRenderable.Reason.TOO_LARGE);
    assertReason(Phantom.of(4, 4, 12), 1, NotRenderable.Reason.UNKNOWN_LAYOUT);
    assertReason(Phantom.of(4, 4, 8), 1, NotRenderable.Reason.NO_PIXELS);
    assertReason(
        Phantom.empty().text(Tag.PhotometricInterpretation, "RGB"),
        1,
        NotRenderable.Reason.NO_PIXELS);
    assertReason(
        Phantom.of(1, 1, 8)
            .text(Tag.PhotometricInterpretation, "PALETTE COLOR")
            .bytes(Tag.PixelData, Vr.OB, 0, 0),
        1,
        NotRenderable.Reason.DAMAGED);
    DicomFile unknown =
        Phantom.of(4, 4, 8)
            .fragments(new byte[] {1, 2})
            .file(TransferSyntax.find("1.2.840.10008.1.2.4.80").orElseThrow());
    assertThat(Renderer.render(unknown, RenderRequest.of(1)))
        .isEqualTo(
            new NotRenderable(
                NotRenderable.Reason.NO_CODEC,
                "no codec is installed for JPEG-LS Lossless Image Compression"));
  }

  static void assertReason(Phantom phantom, int frame, NotRenderable.Reason reason)
      throws IOException {
    assertThat(Renderer.render(phantom.file(), RenderRequest.of(frame)))
        .isInstanceOfSatisfying(
            NotRenderable.class, it -> assertThat(it.reason()).isEqualTo(reason));
  }
}
