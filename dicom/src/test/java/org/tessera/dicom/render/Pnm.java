package org.tessera.dicom.render;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/// A picture as another tool wrote it: binary PGM or PPM of eight bits.
@SuppressWarnings("ArrayRecordComponent")
record Pnm(int width, int height, int bands, int start, byte[] bytes) {
  static Pnm read(Path file) throws IOException {
    byte[] bytes = Files.readAllBytes(file);
    String[] words = new String[4];
    int at = 0;
    for (int word = 0; word < words.length; at++) {
      int from = at;
      while (!Character.isWhitespace(bytes[at])) {
        at++;
      }
      String text = new String(bytes, from, at - from, StandardCharsets.US_ASCII);
      if (text.startsWith("#")) {
        while (bytes[at] != '\n') {
          at++;
        }
      } else {
        words[word++] = text;
      }
    }
    int bands = words[0].equals("P6") ? 3 : 1;
    return new Pnm(Integer.parseInt(words[1]), Integer.parseInt(words[2]), bands, at, bytes);
  }

  int at(int pixel, int band) {
    return bytes[start + pixel * bands + (bands == 3 ? band : 0)] & 0xFF;
  }
}
