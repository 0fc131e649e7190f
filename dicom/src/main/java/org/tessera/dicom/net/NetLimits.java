package org.tessera.dicom.net;

import java.time.Duration;

/// What a side of an association takes of memory, disk and time.
///
/// @param associationsMax associations at once; one more is rejected for the moment
/// @param waitingMax connections that have not asked for an association yet; one more ends the
///   oldest
/// @param pduBytesMax the longest PDU taken
/// @param dataSetBytesMax the longest data set taken
/// @param freeBytesMin what must stay free of the disk; below it instances are refused
/// @param times how long the other side may take
public record NetLimits(
    int associationsMax,
    int waitingMax,
    int pduBytesMax,
    long dataSetBytesMax,
    long freeBytesMin,
    Times times) {
  /// How long the other side may take.
  ///
  /// @param associate until its association is negotiated, the ARTIM timer of PS3.8
  /// @param idle between two messages
  /// @param pdu for one PDU, and for taking one of ours
  /// @param message for one message with its data set
  public record Times(Duration associate, Duration idle, Duration pdu, Duration message) {
    /// Half a minute to associate, ten idle, one for a PDU, two hours for a data set.
    public static final Times USUAL =
        new Times(
            Duration.ofSeconds(30),
            Duration.ofMinutes(10),
            Duration.ofMinutes(1),
            Duration.ofHours(2));
  }

  /// 32 associations, data sets of up to 16 GiB, 256 MiB of the disk left free.
  public static final NetLimits USUAL =
      new NetLimits(32, 128, 128 * 1024, 16L << 30, 256L << 20, Times.USUAL);

  /// The same limits with other times.
  NetLimits with(Times other) {
    return new NetLimits(
        associationsMax, waitingMax, pduBytesMax, dataSetBytesMax, freeBytesMin, other);
  }

  /// The same limits with other numbers of connections.
  NetLimits withConnections(int associations, int waiting) {
    return new NetLimits(associations, waiting, pduBytesMax, dataSetBytesMax, freeBytesMin, times);
  }

  /// The same limits with another room that must stay free of the disk.
  public NetLimits withFreeBytes(long min) {
    return new NetLimits(associationsMax, waitingMax, pduBytesMax, dataSetBytesMax, min, times);
  }

  /// The same limits with another size of data sets.
  NetLimits withDataSetBytes(long max) {
    return new NetLimits(associationsMax, waitingMax, pduBytesMax, max, freeBytesMin, times);
  }
}
