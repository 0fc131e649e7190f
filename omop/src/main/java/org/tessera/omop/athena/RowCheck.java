package org.tessera.omop.athena;

import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import org.tessera.omop.athena.TableShape.Column;
import org.tessera.omop.athena.TableShape.Target;

/// Checks the rows of one file and turns them into COPY's text format. A row that is not as it
/// should be is not written, and says why.
final class RowCheck {
  private static final String AGAIN = "Download the bundle again, all of its files together";

  private final TableShape shape;
  private final String file;
  private final Known known;
  private final Problems problems;
  private final CopyBuffer out = new CopyBuffer();
  private final CharsetDecoder utf8 =
      StandardCharsets.UTF_8
          .newDecoder()
          .onMalformedInput(CodingErrorAction.REPORT)
          .onUnmappableCharacter(CodingErrorAction.REPORT);

  /// The last text of each column that was known: neighbours mostly name the same.
  private final Map<String, byte[]> last = new HashMap<>();

  private final boolean supplement;
  private long replaced;
  private boolean passedOver;

  RowCheck(TableShape shape, Bundle.File file, Known known, Problems problems) {
    this.shape = shape;
    this.file = file.name();
    this.supplement = file.supplement();
    this.known = known;
    this.problems = problems;
  }

  CopyBuffer out() {
    return out;
  }

  /// Rows in which 0 took the place of a concept that the bundle does not have.
  long replaced() {
    return replaced;
  }

  /// Checks one line and appends it.
  ///
  /// @return false if it is not as it should be
  boolean take(Lines line) {
    passedOver = false;
    byte[] bytes = line.buffer();
    int start = out.size();
    int from = line.from();
    int count = shape.columns().size();
    for (int i = 0; i < count; i++) {
      int to = from;
      while (to < line.to() && bytes[to] != '\t') {
        to++;
      }
      boolean ended = to == line.to();
      if (ended != (i == count - 1)) {
        return refuse(start, line, "");
      }
      String wrong = value(shape.columns().get(i), bytes, from, to);
      if (passedOver) {
        out.cut(start);
        return false;
      }
      if (!wrong.isEmpty()) {
        return refuse(start, line, shape.columns().get(i).name() + " " + wrong);
      }
      out.put(ended ? (byte) '\n' : (byte) '\t');
      from = to + 1;
    }
    return true;
  }

  /// A row with too many or too few columns is wrong as a whole, whatever stands in them.
  private boolean refuse(int start, Lines line, String wrong) {
    int columns = 1;
    for (int i = line.from(); i < line.to(); i++) {
      columns += line.buffer()[i] == '\t' ? 1 : 0;
    }
    int needed = shape.columns().size();
    out.cut(start);
    problems.add(
        file,
        line.number(),
        columns == needed ? wrong : "a row needs %d columns, it has %d".formatted(needed, columns),
        AGAIN);
    return false;
  }

  /// Checks and appends one value.
  ///
  /// @return what is wrong, empty when nothing is
  private String value(Column column, byte[] bytes, int from, int to) {
    if (from == to && !column.required()) {
      out.putNull();
      return "";
    }
    return switch (column.kind()) {
      case INTEGER -> integer(column, bytes, from, to);
      case DATE -> date(bytes, from, to);
      case NUMBER -> number(bytes, from, to);
      case TEXT -> text(column, bytes, from, to);
    };
  }

  private String integer(Column column, byte[] bytes, int from, int to) {
    long number = 0;
    for (int i = from; i < to; i++) {
      if (bytes[i] < '0' || bytes[i] > '9' || to - from > 10) {
        return "is no number of a concept or level";
      }
      number = number * 10 + bytes[i] - '0';
    }
    if (from == to || number > Integer.MAX_VALUE) {
      return from == to ? "is empty" : "is beyond 2147483647";
    }
    Target target = column.target().orElse(null);
    int concept = (int) number;
    if (target == Target.OWN && !known.add(concept) && concept != 0) {
      // CONCEPT has the rows of its supplement once OHDSI's tool put them there.
      passedOver = supplement;
      return concept + " stands in the file a second time";
    }
    if (target == Target.CONCEPT && !known.has(concept)) {
      return "names concept " + concept + ", which is not in CONCEPT";
    }
    if (target == Target.CONCEPT_OR_NONE && !known.has(concept)) {
      replaced++;
      out.put((byte) '0');
      return "";
    }
    out.put(bytes, from, to);
    return "";
  }

  private String date(byte[] bytes, int from, int to) {
    int number = 0;
    for (int i = from; i < to; i++) {
      if (bytes[i] < '0' || bytes[i] > '9' || to - from != 8) {
        return "is no date such as 19700131";
      }
      number = number * 10 + bytes[i] - '0';
    }
    int month = number / 100 % 100;
    int day = number % 100;
    if (from == to || month < 1 || month > 12 || day < 1 || day > days(number / 10_000, month)) {
      return "is no day of the calendar";
    }
    out.put(bytes, from, to);
    return "";
  }

  private static int days(int year, int month) {
    return switch (month) {
      case 2 -> year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) ? 29 : 28;
      case 4, 6, 9, 11 -> 30;
      default -> 31;
    };
  }

  private String number(byte[] bytes, int from, int to) {
    String text = new String(bytes, from, to - from, StandardCharsets.ISO_8859_1);
    try {
      if (text.length() > 60 || Math.abs(new BigDecimal(text).scale()) > 100) {
        return "is no number of a usual size";
      }
    } catch (NumberFormatException e) {
      return "is no number";
    }
    out.put(bytes, from, to);
    return "";
  }

  private String text(Column column, byte[] bytes, int from, int to) {
    boolean plain = true;
    boolean ascii = true;
    for (int i = from; i < to; i++) {
      plain &= bytes[i] >= ' ' && bytes[i] != '\\';
      ascii &= bytes[i] >= 0;
      if (bytes[i] == 0) {
        return "holds a zero byte";
      }
    }
    int length = to - from;
    if (!ascii) {
      try {
        String text = utf8.decode(ByteBuffer.wrap(bytes, from, length)).toString();
        length = text.codePointCount(0, text.length());
      } catch (CharacterCodingException e) {
        return "is not written in UTF-8";
      }
    }
    if (length > column.charactersMax()) {
      return "is longer than " + column.charactersMax() + " characters";
    }
    String wrong = column.target().map(target -> named(column, target, bytes, from, to)).orElse("");
    if (!wrong.isEmpty()) {
      return wrong;
    }
    if (plain || (!ascii && isUnescaped(bytes, from, to))) {
      out.put(bytes, from, to);
    } else {
      out.putEscaped(bytes, from, to);
    }
    return "";
  }

  private static boolean isUnescaped(byte[] bytes, int from, int to) {
    for (int i = from; i < to; i++) {
      if (bytes[i] == '\\' || (bytes[i] >= 0 && bytes[i] < ' ')) {
        return false;
      }
    }
    return true;
  }

  private String named(Column column, Target target, byte[] bytes, int from, int to) {
    byte[] former = last.get(column.name());
    if (target != Target.OWN
        && former != null
        && java.util.Arrays.equals(former, 0, former.length, bytes, from, to)) {
      return "";
    }
    String text = new String(bytes, from, to - from, StandardCharsets.UTF_8);
    if (text.isEmpty()) {
      return "is empty";
    }
    if (target == Target.OWN) {
      return known.add(Known.kind(shape.table()), text)
          ? ""
          : "'" + text + "' stands in the file a second time";
    }
    if (!known.has(target, text)) {
      return "names '" + text + "', which the bundle's " + target + " file does not have";
    }
    last.put(column.name(), java.util.Arrays.copyOfRange(bytes, from, to));
    return "";
  }
}
