package org.tessera.vocabularies;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/// An imported release of OMOP's vocabularies, memory-mapped: its concepts by code and by id, what
/// they map to, and what stands above and below them.
///
/// Concepts are numbered by vocabulary and code, so the concepts of one vocabulary are one range of
/// positions, in the order of their codes.
public final class ConceptFile {
  /// The file of the records; a folder of a former form has another, and is made again.
  static final String RECORDS = "record";

  /// Bytes of a code that stand in its record.
  static final int HEAD_BYTES = 15;

  static final int CODE_BYTES_MAX = 255;

  private static final int RECORD_INTS = 8;
  private static final int RECORD_LONGS = RECORD_INTS / 2;

  /// Four numbers a concept: its id, where its name begins, the position of its standard concept
  /// and that one's id. Then the length of its code and the code's first bytes. So a translation
  /// looks at one place beside the table: each place costs a fifth of a microsecond.
  private final MemorySegment records;

  /// Where the codes begin.
  private final MemorySegment codesAt;

  private final MemorySegment kinds;
  private final MemorySegment marks;
  private final MemorySegment code;
  private final MemorySegment name;
  private final MemorySegment idsSorted;
  private final MemorySegment positionsById;
  private final MemorySegment table;
  private final ConceptPairs mapsTo;
  private final ConceptPairs mappedFrom;
  private final ConceptPairs children;
  private final ConceptPairs parents;
  private final List<String> vocabularies = new ArrayList<>();
  private final List<Range> ranges = new ArrayList<>();
  private final List<String> domains = new ArrayList<>();
  private final List<String> classes = new ArrayList<>();
  private final Map<String, Integer> vocabularyNumbers = new HashMap<>();
  private final int size;
  private final int mask;

  private ConceptFile(Path folder) throws IOException {
    List<Integer> firsts = new ArrayList<>();
    for (String line : Files.readAllLines(folder.resolve(ConceptFileWriter.LISTS))) {
      String[] parts = line.split("\t", 3);
      switch (parts[0]) {
        case "V" -> {
          vocabularyNumbers.put(parts[2], vocabularies.size());
          vocabularies.add(parts[2]);
          firsts.add(Integer.valueOf(parts[1]));
        }
        case "D" -> domains.add(parts[2]);
        default -> classes.add(parts[2]);
      }
    }
    records = MappedArrays.open(folder.resolve(RECORDS));
    codesAt = MappedArrays.open(folder.resolve("codeat"));
    kinds = MappedArrays.open(folder.resolve("kind"));
    marks = MappedArrays.open(folder.resolve("mark"));
    code = MappedArrays.open(folder.resolve("code"));
    name = MappedArrays.open(folder.resolve("name"));
    idsSorted = MappedArrays.open(folder.resolve("byid.id"));
    positionsById = MappedArrays.open(folder.resolve("byid.position"));
    table = MappedArrays.open(folder.resolve("table"));
    mapsTo = ConceptPairs.open(folder, "mapsto");
    mappedFrom = ConceptPairs.open(folder, "mappedfrom");
    children = ConceptPairs.open(folder, "children");
    parents = ConceptPairs.open(folder, "parents");
    size = Math.toIntExact(idsSorted.byteSize() / Integer.BYTES);
    firsts.add(size);
    for (int i = 0; i < vocabularies.size(); i++) {
      ranges.add(new Range(firsts.get(i), firsts.get(i + 1)));
    }
    mask = Math.toIntExact(table.byteSize() / Long.BYTES) - 1;
  }

  /// Whether a folder holds a finished file.
  public static boolean isIn(Path folder) {
    return Files.exists(folder.resolve(ConceptFileWriter.LISTS))
        && Files.exists(folder.resolve(RECORDS));
  }

  /// Opens what a [ConceptFileWriter] finished.
  public static ConceptFile open(Path folder) {
    try {
      return new ConceptFile(folder);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// How many concepts there are; positions run from 0 to one less.
  public int size() {
    return size;
  }

  /// The vocabularies that have concepts, in the order of their positions.
  public List<String> vocabularies() {
    return vocabularies;
  }

  /// The positions of one vocabulary's concepts, the end excluded; none for one that is not here.
  public Range range(String vocabulary) {
    Integer number = vocabularyNumbers.get(vocabulary);
    if (number == null) {
      return new Range(0, 0);
    }
    return ranges.get(number);
  }

  /// Positions from one to another, the end excluded.
  public record Range(int from, int to) {
    public boolean contains(int position) {
      return position >= from && position < to;
    }

    public int size() {
      return to - from;
    }
  }

  /// The position of a code, -1 for none.
  public int find(String vocabulary, String value) {
    Integer number = vocabularyNumbers.get(vocabulary);
    if (number == null) {
      return -1;
    }
    Range range = ranges.get(number);
    byte[] bytes = value.getBytes(StandardCharsets.UTF_8);
    if (bytes.length > CODE_BYTES_MAX) {
      return -1;
    }
    long head = head(bytes);
    long next = next(bytes);
    int hash = hash(number, bytes);
    int slot = hash & mask;
    int entry = MappedArrays.intAt(table, 2L * slot);
    while (entry != 0) {
      if (MappedArrays.intAt(table, 2L * slot + 1) == hash
          && range.contains(entry - 1)
          && longField(entry - 1, 2) == head
          && longField(entry - 1, 3) == next
          && endsAs(entry - 1, bytes)) {
        return entry - 1;
      }
      slot = (slot + 1) & mask;
      entry = MappedArrays.intAt(table, 2L * slot);
    }
    return -1;
  }

  /// Whether a code of the same length and head goes on as these bytes do.
  private boolean endsAs(int position, byte[] bytes) {
    if (bytes.length <= HEAD_BYTES) {
      return true;
    }
    int from = MappedArrays.intAt(codesAt, position);
    for (int i = HEAD_BYTES; i < bytes.length; i++) {
      if (code.get(ValueLayout.JAVA_BYTE, from + (long) i) != bytes[i]) {
        return false;
      }
    }
    return true;
  }

  /// The length of a code and its first seven bytes.
  static long head(byte[] code) {
    long head = code.length;
    for (int i = 0; i < Math.min(code.length, 7); i++) {
      head |= (code[i] & 0xffL) << (8 * (i + 1));
    }
    return head;
  }

  /// The eight bytes of a code behind [#head].
  static long next(byte[] code) {
    long next = 0;
    for (int i = 7; i < Math.min(code.length, HEAD_BYTES); i++) {
      next |= (code[i] & 0xffL) << (8 * (i - 7));
    }
    return next;
  }

  /// Whether the concepts at two positions have the same code; no text is made for the answer.
  public boolean sameCode(int position, int other) {
    if (longField(position, 2) != longField(other, 2)
        || longField(position, 3) != longField(other, 3)) {
      return false;
    }
    int from = MappedArrays.intAt(codesAt, position);
    int otherFrom = MappedArrays.intAt(codesAt, other);
    int length = codeLength(position);
    return MemorySegment.mismatch(
            code, from, from + (long) length, code, otherFrom, otherFrom + (long) length)
        < 0;
  }

  /// The position of a concept by its OMOP id, -1 for none.
  public int find(long conceptId) {
    int low = 0;
    int high = size - 1;
    while (low <= high) {
      int middle = (low + high) >>> 1;
      int found = MappedArrays.intAt(idsSorted, middle);
      if (found == conceptId) {
        return MappedArrays.intAt(positionsById, middle);
      }
      if (found < conceptId) {
        low = middle + 1;
      } else {
        high = middle - 1;
      }
    }
    return -1;
  }

  /// The concept at a position.
  public OmopConcept concept(int position) {
    char invalid = invalid(position);
    return new OmopConcept(
        id(position),
        name(position),
        domain(position),
        vocabularies.get(MappedArrays.shortAt(kinds, position * 3L)),
        conceptClass(position),
        code(position),
        mark(position) == 'S',
        invalid == ' ' ? "" : String.valueOf(invalid));
  }

  public String domain(int position) {
    return domains.get(MappedArrays.shortAt(kinds, position * 3L + 1));
  }

  public String conceptClass(int position) {
    return classes.get(MappedArrays.shortAt(kinds, position * 3L + 2));
  }

  /// Whether a concept may still be used.
  public boolean isValid(int position) {
    return invalid(position) == ' ';
  }

  private char invalid(int position) {
    return (char) marks.get(ValueLayout.JAVA_BYTE, position * 2L + 1);
  }

  private int field(int position, int number) {
    return MappedArrays.intAt(records, (long) position * RECORD_INTS + number);
  }

  private long longField(int position, int number) {
    return MappedArrays.longAt(records, (long) position * RECORD_LONGS + number);
  }

  private int codeLength(int position) {
    return (int) (longField(position, 2) & 0xff);
  }

  public long id(int position) {
    return field(position, 0);
  }

  public String code(int position) {
    int from = MappedArrays.intAt(codesAt, position);
    return text(code, from, from + codeLength(position));
  }

  public String name(int position) {
    return text(name, field(position, 1), field(position + 1, 1));
  }

  /// `S` for a standard concept, `C` for a classification, else a space.
  public char mark(int position) {
    return (char) marks.get(ValueLayout.JAVA_BYTE, position * 2L);
  }

  private static String text(MemorySegment text, int from, int to) {
    return new String(MappedArrays.bytes(text, from, to), StandardCharsets.UTF_8);
  }

  /// The standard concepts a concept maps to; a standard one to itself.
  public int[] standards(int position) {
    int only = field(position, 2);
    if (only >= 0) {
      return new int[] {only};
    }
    if (only == ConceptPairs.SEVERAL) {
      return mapsTo.of(position);
    }
    return mark(position) == 'S' ? new int[] {position} : new int[0];
  }

  /// The OMOP id of the standard concept a concept maps to, of several the smallest; a standard
  /// one's is its own; 0 for none.
  public long standardId(int position) {
    int only = field(position, 2);
    if (only >= 0) {
      return field(position, 3);
    }
    return IntStream.of(standards(position)).mapToLong(this::id).min().orElse(0);
  }

  /// The concepts that map to this one.
  public int[] mappedFrom(int position) {
    return mappedFrom.of(position);
  }

  /// The concepts directly below.
  public int[] children(int position) {
    return children.of(position);
  }

  /// The concepts directly above.
  public int[] parents(int position) {
    return parents.of(position);
  }

  /// A concept and all below it.
  public BitSet below(int position) {
    return reach(position, children);
  }

  /// A concept and all above it.
  public BitSet above(int position) {
    return reach(position, parents);
  }

  private static BitSet reach(int start, ConceptPairs step) {
    var seen = new BitSet();
    var open = new int[64];
    int waiting = 0;
    open[waiting++] = start;
    seen.set(start);
    while (waiting > 0) {
      for (int next : step.of(open[--waiting])) {
        if (!seen.get(next)) {
          seen.set(next);
          if (waiting == open.length) {
            open = java.util.Arrays.copyOf(open, waiting * 2);
          }
          open[waiting++] = next;
        }
      }
    }
    return seen;
  }

  /// Never 0, which marks what is not in the table.
  static int hash(int vocabulary, byte[] code) {
    int hash = vocabulary * 0x9E3779B9;
    for (byte one : code) {
      hash = (hash ^ one) * 0x01000193;
    }
    hash ^= hash >>> 15;
    hash *= 0x85EBCA6B;
    hash ^= hash >>> 13;
    return hash == 0 ? 1 : hash;
  }
}
