package org.tessera.dicom.net;

import java.nio.file.Path;

/// What became of a file that was to be sent.
public sealed interface SendResult {
  Path file();

  /// The other side has it.
  ///
  /// @param status 0, or a warning (0xB...)
  /// @param instance what it is
  record Sent(Path file, int status, InstanceReference instance) implements SendResult {}

  /// The other side refused it.
  ///
  /// @param status as PS3.4 annex B.2.3 and PS3.7 annex C number it
  record Refused(Path file, int status, String words) implements SendResult {}

  /// It never went.
  ///
  /// @param again whether another try, at another time, may go better
  record NotSent(Path file, String reason, boolean again) implements SendResult {}
}
