package org.tessera.dicom;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Text with code extensions (PS3.5 sections 6.1.2.3 to 6.1.2.5). Escapes hold until the next
/// delimiter or control character, then the first declared set holds again.
final class Iso2022 {
  private final CharacterSet declared;
  private CodeSet left;
  private @Nullable CodeSet right;

  Iso2022(CharacterSet declared) {
    this.declared = declared;
    this.left = declared.initialLeft();
    this.right = declared.initialRight();
  }

  private void reset() {
    left = declared.initialLeft();
    right = declared.initialRight();
  }

  /// Whether a character ends what an escape began.
  private static boolean resets(int character, Vr vr) {
    return character < 0x20
        || (character == '\\' && vr.isSplit())
        || (vr == Vr.PN && (character == '^' || character == '='));
  }

  CharacterSet.Decoded decode(Span span, Vr vr) {
    var text = new StringBuilder(span.length());
    int doubtful = 0;
    byte[] bytes = span.array();
    int end = span.start() + span.length();
    int at = span.start();
    while (at < end) {
      byte code = bytes[at];
      if (code == CodeSet.ESCAPE) {
        CodeSet set = CodeSet.escaped(bytes, at + 1, end);
        doubtful += set == null ? 1 : 0;
        invoke(set);
        at += 1 + (set == null ? 0 : set.escape().length());
        continue;
      }
      CodeSet set = code >= 0 ? left : right;
      boolean control = code >= 0 && code <= 0x20;
      int width = set == null || control || at + set.width() > end ? 1 : set.width();
      if (set == null || (width < set.width() && !control)) {
        text.append(CodeSet.REPLACEMENT);
        doubtful++;
      } else if (width == 1) {
        char character = control ? (char) code : set.decode(code, 0);
        doubtful += character == CodeSet.REPLACEMENT ? 1 : 0;
        text.append(character);
        if (code >= 0 && resets(code, vr)) {
          reset();
        }
      } else {
        char character = set.decode(code, bytes[at + 1]);
        doubtful += character == CodeSet.REPLACEMENT ? 1 : 0;
        text.append(character);
      }
      at += width;
    }
    return new CharacterSet.Decoded(text.toString(), doubtful);
  }

  private void invoke(@Nullable CodeSet set) {
    if (set != null && set.isRight()) {
      right = set;
    } else if (set != null) {
      left = set;
    }
  }

  Optional<byte[]> encode(String text, Vr vr) {
    var bytes = new ByteArrayOutputStream(text.length() * 2);
    for (int i = 0; i < text.length(); i++) {
      char character = text.charAt(i);
      if (resets(character, vr)) {
        backToInitial(bytes);
        bytes.write(character);
        reset();
      } else if (!write(bytes, character)) {
        return Optional.empty();
      }
    }
    backToInitial(bytes);
    return Optional.of(bytes.toByteArray());
  }

  private boolean write(ByteArrayOutputStream bytes, char character) {
    CodeSet initial = declared.initialLeft();
    if (character < 0x80 && left != initial) {
      backToInitial(bytes);
    }
    for (CodeSet active : new @Nullable CodeSet[] {left, right}) {
      byte[] code = active == null ? null : active.encode(character);
      if (code != null) {
        bytes.writeBytes(code);
        return true;
      }
    }
    for (CodeSet set : declared.invocable()) {
      byte[] code = set.encode(character);
      if (code != null) {
        escape(bytes, set);
        bytes.writeBytes(code);
        return true;
      }
    }
    return false;
  }

  private void backToInitial(ByteArrayOutputStream bytes) {
    if (left != declared.initialLeft()) {
      escape(bytes, declared.initialLeft());
    }
  }

  private void escape(ByteArrayOutputStream bytes, CodeSet set) {
    bytes.write(CodeSet.ESCAPE);
    bytes.writeBytes(set.escape().getBytes(StandardCharsets.US_ASCII));
    invoke(set);
  }
}
