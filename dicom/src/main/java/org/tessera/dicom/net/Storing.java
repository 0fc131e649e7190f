package org.tessera.dicom.net;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import java.util.function.LongSupplier;
import org.tessera.dicom.DicomFile;
import org.tessera.dicom.DicomReader;
import org.tessera.dicom.Irregularity;
import org.tessera.dicom.KnownUid;
import org.tessera.dicom.ReadOptions;
import org.tessera.dicom.Refusal;
import org.tessera.dicom.Tag;

/// The C-STORE service, PS3.4 annex B: an instance goes to a file as it comes, and to the receiver
/// when it is whole.
final class Storing {
  static final String SUFFIX = ".part";
  private static final int BLOCK = 128 * 1024;
  private static final long BYTES_PER_LOOK = 8L << 20;

  private final ListenerSettings settings;
  private final InstanceReceiver receiver;
  private final AssociationLog log;
  private final LongSupplier freeBytes;

  /// @param freeBytes what is free of the disk that instances arrive on
  Storing(
      ListenerSettings settings,
      InstanceReceiver receiver,
      AssociationLog log,
      LongSupplier freeBytes) {
    this.settings = settings;
    this.receiver = receiver;
    this.log = log;
    this.freeBytes = freeBytes;
  }

  /// Takes one instance; its data set is read to the end whatever comes of it.
  ///
  /// @throws IOException when the association fails
  StoreStatus store(Agreed context, Command command, InputStream data, Caller caller)
      throws IOException {
    StoreStatus objection = objection(context, command);
    if (objection != StoreStatus.STORED) {
      data.transferTo(OutputStream.nullOutputStream());
      return objection;
    }
    Path part;
    try {
      part = Files.createTempFile(settings.folder(), "receiving-", SUFFIX);
    } catch (IOException _) {
      log.tell(caller.association(), "the folder of arriving instances cannot be written to");
      data.transferTo(OutputStream.nullOutputStream());
      return StoreStatus.OUT_OF_RESOURCES;
    }
    try {
      StoreStatus status = write(part, context, command, new Counted(data, caller));
      data.transferTo(OutputStream.nullOutputStream());
      return status == StoreStatus.STORED ? handOver(part, command, caller) : status;
    } finally {
      Files.deleteIfExists(part);
    }
  }

  private record Counted(InputStream data, Caller caller) {}

  private StoreStatus objection(Agreed context, Command command) {
    if (!ServiceClasses.isStorage(context.abstractSyntax())
        || !command.sopClass().equals(context.abstractSyntax())) {
      return StoreStatus.UNKNOWN_CLASS;
    }
    if (!KnownUid.isUid(command.sopInstance())) {
      return StoreStatus.INVALID_INSTANCE;
    }
    if (!command.hasDataSet()) {
      return StoreStatus.NOT_UNDERSTOOD;
    }
    return hasRoom() ? StoreStatus.STORED : StoreStatus.OUT_OF_RESOURCES;
  }

  private boolean hasRoom() {
    return freeBytes.getAsLong() >= settings.limits().freeBytesMin();
  }

  private StoreStatus write(Path part, Agreed context, Command command, Counted from)
      throws IOException {
    byte[] head =
        DataSetBytes.head(
            command.sopClass(),
            command.sopInstance(),
            context.transferSyntax(),
            from.caller.callingTitle());
    try (FileChannel channel = FileChannel.open(part, StandardOpenOption.WRITE)) {
      if (!put(channel, ByteBuffer.wrap(head))) {
        return outOfRoom(from.caller);
      }
      byte[] block = new byte[BLOCK];
      int filled = 0;
      long all = 0;
      long looked = 0;
      for (int count = from.data.read(block, 0, BLOCK);
          count >= 0;
          count = from.data.read(block, filled, BLOCK - filled)) {
        filled += count;
        all += count;
        if (all > settings.limits().dataSetBytesMax()) {
          return StoreStatus.TOO_LARGE;
        }
        // Others write at the same time, and this instance alone may be longer than what was free.
        if (all - looked >= BYTES_PER_LOOK) {
          looked = all;
          if (!hasRoom()) {
            return outOfRoom(from.caller);
          }
        }
        if (filled == BLOCK) {
          if (!put(channel, ByteBuffer.wrap(block))) {
            return outOfRoom(from.caller);
          }
          filled = 0;
        }
      }
      return put(channel, ByteBuffer.wrap(block, 0, filled))
          ? StoreStatus.STORED
          : outOfRoom(from.caller);
    }
  }

  /// Whether the disk took it: its failure is an answer, the association's is none.
  private static boolean put(FileChannel channel, ByteBuffer bytes) {
    try {
      while (bytes.hasRemaining()) {
        channel.write(bytes);
      }
      return true;
    } catch (IOException _) {
      return false;
    }
  }

  private StoreStatus outOfRoom(Caller caller) {
    log.tell(caller.association(), "an arriving instance could not be written");
    return StoreStatus.OUT_OF_RESOURCES;
  }

  private StoreStatus handOver(Path part, Command command, Caller caller) {
    try {
      return switch (DicomReader.read(part, ReadOptions.whole())) {
        case Refusal _ -> StoreStatus.NOT_UNDERSTOOD;
        case DicomFile file when !file.dataSet().contains(Tag.SOPClassUID) ->
            StoreStatus.NOT_UNDERSTOOD;
        case DicomFile file when !isTheOne(file, command) -> StoreStatus.MISMATCH;
        case DicomFile file when file.irregularities().stream().anyMatch(Irregularity::isLoss) ->
            StoreStatus.CUT_SHORT;
        case DicomFile _ -> receiver.receive(received(part, command, caller));
      };
    } catch (IOException _) {
      log.tell(caller.association(), "an instance that arrived could not be kept");
      return StoreStatus.OUT_OF_RESOURCES;
    } catch (RuntimeException e) {
      log.tell(
          caller.association(),
          "an instance that arrived was not processed: " + e.getClass().getSimpleName());
      return StoreStatus.FAILED;
    }
  }

  private static ReceivedInstance received(Path part, Command command, Caller caller) {
    String mover = command.text(Command.MoveOriginatorTitle);
    return new ReceivedInstance(
        caller,
        part,
        new InstanceReference(command.sopClass(), command.sopInstance()),
        mover.isEmpty() ? Optional.empty() : Optional.of(mover));
  }

  private static boolean isTheOne(DicomFile header, Command command) {
    return header.dataSet().string(Tag.SOPClassUID).orElse("").equals(command.sopClass())
        && header.dataSet().string(Tag.SOPInstanceUID).orElse("").equals(command.sopInstance());
  }
}
