package org.tessera.etl.deidentify;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RunLengthsTest {
  private static final FrameLayout COLOUR = new FrameLayout(600, 3, 1, false, false, 1);

  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
  void what_was_packed_is_unpacked_again(long seed) {
    var random = new Random(seed);
    var layout =
        new FrameLayout(
            1 + random.nextInt(900), 1 + random.nextInt(3), 1 + random.nextInt(2), false, false, 1);
    byte[] frame = new byte[layout.frameBytes()];
    for (int i = 0; i < frame.length; i++) {
      frame[i] = (byte) (random.nextInt(3) == 0 ? random.nextInt() : 7);
    }
    byte[] packed = RunLengths.pack(frame, layout);
    assertThat(packed.length % 2).isZero();
    assertThat(RunLengths.unpack(packed, layout))
        .hasValueSatisfying(bytes -> assertThat(bytes).isEqualTo(frame));
  }

  @Test
  void a_packed_plane_is_what_another_reading_of_the_standard_unpacks() {
    byte[] frame = new byte[300];
    Arrays.fill(frame, 100, 250, (byte) 9);
    var gray = new FrameLayout(300, 1, 1, false, false, 1);
    byte[] packed = RunLengths.pack(frame, gray);
    assertThat(PackedRuns.unpack(Arrays.copyOfRange(packed, 64, packed.length))).startsWith(frame);
  }

  @Test
  void damaged_frames_are_nothing_and_never_an_exception() {
    byte[] packed = RunLengths.pack(new byte[COLOUR.frameBytes()], COLOUR);
    assertThat(RunLengths.unpack(new byte[10], COLOUR)).isEmpty();
    assertThat(RunLengths.unpack(Arrays.copyOf(packed, packed.length - 6), COLOUR)).isEmpty();
    var random = new Random(1);
    for (int i = 0; i < 2_000; i++) {
      byte[] damaged = packed.clone();
      damaged[random.nextInt(damaged.length)] = (byte) random.nextInt();
      RunLengths.unpack(damaged, COLOUR)
          .ifPresent(bytes -> assertThat(bytes).hasSize(COLOUR.frameBytes()));
    }
  }
}
