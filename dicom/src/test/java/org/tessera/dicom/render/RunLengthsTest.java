package org.tessera.dicom.render;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RunLengthsTest {
  private static final SampleLayout COLOUR = new SampleLayout(30, 20, 3, 1);

  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
  void what_was_packed_is_unpacked_again(long seed) {
    var random = new Random(seed);
    var layout =
        new SampleLayout(1 + random.nextInt(90), 10, 1 + random.nextInt(3), 1 + random.nextInt(2));
    byte[] frame = new byte[layout.bytes()];
    for (int i = 0; i < frame.length; i++) {
      frame[i] = (byte) (random.nextInt(3) == 0 ? random.nextInt() : 7);
    }
    byte[] packed = RunLengths.pack(frame, layout);
    assertThat(packed.length % 2).isZero();
    assertThat(RunLengths.unpack(packed, layout))
        .hasValueSatisfying(bytes -> assertThat(bytes).isEqualTo(frame));
  }

  @Test
  void damaged_frames_are_nothing_and_never_an_exception() {
    byte[] packed = RunLengths.pack(new byte[COLOUR.bytes()], COLOUR);
    assertThat(RunLengths.unpack(new byte[10], COLOUR)).isEmpty();
    assertThat(RunLengths.unpack(Arrays.copyOf(packed, packed.length - 6), COLOUR)).isEmpty();
    var random = new Random(1);
    for (int i = 0; i < 2_000; i++) {
      byte[] damaged = packed.clone();
      damaged[random.nextInt(damaged.length)] = (byte) random.nextInt();
      RunLengths.unpack(damaged, COLOUR)
          .ifPresent(bytes -> assertThat(bytes).hasSize(COLOUR.bytes()));
    }
  }
}
