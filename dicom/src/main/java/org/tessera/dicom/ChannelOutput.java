package org.tessera.dicom;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/// A new file; stretches of other files go into it without passing through the heap.
final class ChannelOutput extends OutputStream {
  private final FileChannel channel;

  ChannelOutput(Path path) throws IOException {
    channel = FileChannel.open(path, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
  }

  @Override
  public void write(int value) throws IOException {
    write(new byte[] {(byte) value}, 0, 1);
  }

  @Override
  public void write(byte[] bytes, int start, int length) throws IOException {
    ByteBuffer buffer = ByteBuffer.wrap(bytes, start, length);
    while (buffer.hasRemaining()) {
      channel.write(buffer);
    }
  }

  void transfer(Path from, long offset, long length) throws IOException {
    try (FileChannel source = FileChannel.open(from, StandardOpenOption.READ)) {
      long done = 0;
      while (done < length) {
        long count = source.transferTo(offset + done, length - done, channel);
        if (count <= 0) {
          throw new IOException("a file that values refer to has become shorter");
        }
        done += count;
      }
    }
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}
