package org.tessera.etl.imaging.remote;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MultipartInputTest {
  private static final String BOUNDARY = "cut-here";

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }

  private static List<byte[]> parts(InputStream in) throws IOException {
    var input = new MultipartInput(in, BOUNDARY);
    List<byte[]> parts = new ArrayList<>();
    while (input.next()) {
      parts.add(input.content().readAllBytes());
    }
    return parts;
  }

  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
  void what_was_put_together_comes_apart_however_the_bytes_arrive(long seed) throws IOException {
    var random = new Random(seed);
    var whole = new ByteArrayOutputStream();
    List<byte[]> sent = new ArrayList<>();
    for (int i = 0; i < 1 + random.nextInt(5); i++) {
      byte[] part = new byte[random.nextInt(200_000)];
      random.nextBytes(part);
      // Beginnings of boundaries that are none.
      for (int at = 0; at + 12 < part.length; at += 1 + random.nextInt(2_000)) {
        System.arraycopy(ascii("\r\n--cut-herX"), 0, part, at, 12);
      }
      sent.add(part);
      whole.writeBytes(ascii("\r\n--" + BOUNDARY + "\r\nContent-Type: application/dicom\r\n\r\n"));
      whole.writeBytes(part);
    }
    whole.writeBytes(ascii("\r\n--" + BOUNDARY + "--\r\n"));
    var in =
        new ByteArrayInputStream(whole.toByteArray()) {
          @Override
          public synchronized int read(byte[] into, int offset, int length) {
            return super.read(into, offset, Math.min(length, 1 + random.nextInt(5_000)));
          }
        };

    List<byte[]> came = parts(in);

    assertThat(came).hasSameSizeAs(sent);
    for (int i = 0; i < sent.size(); i++) {
      assertThat(came.get(i)).as("part %d", i).isEqualTo(sent.get(i));
    }
  }

  @Test
  void the_first_boundary_may_stand_at_the_very_beginning() throws IOException {
    byte[] bytes = ascii("--" + BOUNDARY + "\r\nA: b\r\nC: d\r\n\r\nx\r\n--" + BOUNDARY + "--");
    assertThat(parts(new ByteArrayInputStream(bytes))).containsExactly(ascii("x"));
  }

  @Test
  void what_ends_too_early_is_told() {
    byte[] bytes = ascii("--" + BOUNDARY + "\r\nA: b\r\n\r\nhalf a fi");
    assertThatThrownBy(() -> parts(new ByteArrayInputStream(bytes)))
        .isInstanceOf(MultipartInput.Broken.class);
  }
}
