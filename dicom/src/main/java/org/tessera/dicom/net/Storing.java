package org.tessera.dicom.net;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.tessera.dicom.DicomFile;
import org.tessera.dicom.DicomReader;
import org.tessera.dicom.ReadOptions;
import org.tessera.dicom.Refusal;
import org.tessera.dicom.Tag;

/// The C-STORE service, PS3.4 annex B: an instance goes to a file as it comes, and to the receiver
/// when it is whole.
final class Storing {
  static final String SUFFIX = ".part";
  private static final int BLOCK = 128 * 1024;

  private final ListenerSettings settings;
  private final InstanceReceiver receiver;
  private final AssociationLog log;

  Storing(ListenerSettings settings, InstanceReceiver receiver, AssociationLog log) {
    this.settings = settings;
    this.receiver = receiver;
    this.log = log;
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
    if (!ServiceClasses.isUid(command.sopInstance())) {
      return StoreStatus.INVALID_INSTANCE;
    }
    if (!command.hasDataSet()) {
      return StoreStatus.NOT_UNDERSTOOD;
    }
    long free = settings.folder().toFile().getUsableSpace();
    return free < settings.limits().freeBytesMin()
        ? StoreStatus.OUT_OF_RESOURCES
        : StoreStatus.STORED;
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
      for (int count = from.data.read(block, 0, BLOCK);
          count >= 0;
          count = from.data.read(block, filled, BLOCK - filled)) {
        filled += count;
        all += count;
        if (all > settings.limits().dataSetBytesMax()) {
          return StoreStatus.TOO_LARGE;
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
      return switch (DicomReader.read(part, ReadOptions.header())) {
        case Refusal _ -> StoreStatus.NOT_UNDERSTOOD;
        case DicomFile header when !header.dataSet().contains(Tag.SOPClassUID) ->
            StoreStatus.NOT_UNDERSTOOD;
        case DicomFile header when !isTheOne(header, command) -> StoreStatus.MISMATCH;
        case DicomFile header ->
            receiver.receive(new ReceivedInstance(caller, part, header, Files.size(part)));
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

  private static boolean isTheOne(DicomFile header, Command command) {
    return header.dataSet().string(Tag.SOPClassUID).orElse("").equals(command.sopClass())
        && header.dataSet().string(Tag.SOPInstanceUID).orElse("").equals(command.sopInstance());
  }
}
