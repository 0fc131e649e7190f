package org.tessera.dicom;

import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.tessera.dicom.Irregularity.Kind;

/// Finds out what a file is (PS3.10 section 7) and reads its two data sets.
final class FileParser {
  private static final int META_BYTES_MAX = 1 << 20;

  private final Window window;
  private final @Nullable ByteSource source;
  private final ReadOptions options;
  private final Log log;

  FileParser(Window window, @Nullable ByteSource source, ReadOptions options) {
    this.window = window;
    this.source = source;
    this.options = options;
    this.log = new Log(options);
  }

  DicomFile parse() throws IOException, Refused {
    if (!window.has(1)) {
      throw new Refused(new Refusal.NotDicom(0, "the file is empty"));
    }
    Span preamble = preamble();
    Encoding metaEncoding = Encoding.EXPLICIT_LITTLE;
    DataSet meta = DataSet.EMPTY;
    if (Sniffer.isMeta(window)) {
      metaEncoding = Sniffer.metaEncoding(window);
      meta = meta(metaEncoding);
    } else {
      log.note(window.offset(), 0, Kind.NO_FILE_META);
    }
    return dataSet(preamble, metaEncoding, meta);
  }

  /// Takes what stands before the first element: normally 128 bytes and `DICM`.
  private Span preamble() throws IOException, Refused {
    window.has(132 + 16);
    int start = Sniffer.start(window);
    if (start < 0) {
      throw new Refused(
          new Refusal.NotDicom(0, "neither a preamble with DICM nor a data element at the start"));
    }
    if (start != 132) {
      log.note(0, 0, Kind.NO_PREAMBLE);
    }
    if (start > 0 && start != 132) {
      log.note(0, 0, Kind.LEADING_BYTES);
    }
    var preamble = new Span(window.buffer(), window.position(), start);
    window.advance(start);
    return preamble;
  }

  /// Group 0002 ends where another group begins; its group length is often wrong.
  private DataSet meta(Encoding encoding) throws IOException, Refused {
    if (encoding != Encoding.EXPLICIT_LITTLE) {
      log.note(window.offset(), Tag.TransferSyntaxUID, Kind.META_ENCODING);
    }
    long start = window.offset();
    Frame frame = Frame.root(encoding);
    var header = new HeaderParser(window, log);
    long declared = -1;
    long counted = start;
    while (window.has(8)
        && encoding.getShort(window.buffer(), window.position()) == 2
        && header.read(frame)) {
      long length = header.length();
      if (length > META_BYTES_MAX) {
        throw new Refused(
            new Refusal.NotDicom(window.offset(), "file meta information of absurd length"));
      }
      int all = header.headerLength() + (int) length;
      boolean whole = window.has(all);
      int taken = whole ? all : window.held();
      if (!whole) {
        log.note(window.offset(), header.tag(), Kind.TRUNCATED);
      }
      log.count(window.offset());
      var kept = new ValueElement.Header(header.tag(), header.vr(), header.headerLength());
      var span = new Span(window.buffer(), window.position(), taken);
      ValueElement element = ValueElement.read(kept, encoding, span, !whole);
      frame.add(element);
      window.advance(taken);
      if (header.tag() == Tag.FileMetaInformationGroupLength && element.length() == 4) {
        declared = encoding.getInt(element.array(), element.start()) & HeaderParser.UNDEFINED;
        counted = window.offset();
      }
    }
    if (declared != window.offset() - counted) {
      log.note(start, Tag.FileMetaInformationGroupLength, Kind.META_GROUP_LENGTH);
    }
    return frame.close();
  }

  private DicomFile dataSet(Span preamble, Encoding metaEncoding, DataSet meta)
      throws IOException, Refused {
    Optional<TransferSyntax> declared =
        meta.string(Tag.TransferSyntaxUID).flatMap(TransferSyntax::find);
    long start = window.offset();
    if (declared.isPresent() && declared.get().isDeflated() && Sniffer.guess(window).isEmpty()) {
      return deflated(preamble, metaEncoding, meta, declared.get());
    }
    TransferSyntax syntax = found(declared, meta);
    DataSet dataSet = new DataSetParser(window, source, log).parse(syntax.encoding());
    Value trailing = options.headerOnly() ? new Value(Span.EMPTY.array(), 0, 0) : trailing();
    if (dataSet.size() == 0 && meta.size() == 0) {
      throw new Refused(new Refusal.NotDicom(start, "no data element can be read"));
    }
    var layout =
        new DicomFile.Layout(
            preamble, metaEncoding, trailing, null, syntax.encoding(), options.headerOnly());
    return new DicomFile(layout, meta, dataSet, new DicomFile.How(syntax, log.found()));
  }

  /// What the bytes say weighs more than what the file meta information says.
  private TransferSyntax found(Optional<TransferSyntax> declared, DataSet meta)
      throws IOException, Refused {
    Optional<Encoding> guessed = Sniffer.guess(window);
    boolean agrees =
        declared.isPresent()
            && !declared.get().isDeflated()
            && guessed.map(declared.get().encoding()::equals).orElse(true);
    if (agrees) {
      return declared.orElseThrow();
    }
    if (meta.size() > 0 || guessed.isEmpty()) {
      log.note(window.offset(), Tag.TransferSyntaxUID, Kind.TRANSFER_SYNTAX);
    }
    if (guessed.isEmpty()) {
      if (window.has(1)) {
        throw new Refused(new Refusal.UnknownTransferSyntax(window.offset()));
      }
      return TransferSyntax.EXPLICIT_VR_LITTLE_ENDIAN;
    }
    return switch (guessed.get()) {
      case IMPLICIT_LITTLE -> TransferSyntax.IMPLICIT_VR_LITTLE_ENDIAN;
      case EXPLICIT_LITTLE -> TransferSyntax.EXPLICIT_VR_LITTLE_ENDIAN;
      case EXPLICIT_BIG -> TransferSyntax.EXPLICIT_VR_BIG_ENDIAN;
    };
  }

  private DicomFile deflated(
      Span preamble, Encoding metaEncoding, DataSet meta, TransferSyntax syntax)
      throws IOException, Refused {
    long start = window.offset();
    if (source == null) {
      throw new Refused(new Refusal.TooMuch(start, 0));
    }
    var inflated = new ByteSource.Deflated(source, start);
    DataSet dataSet;
    Value trailing = new Value(Span.EMPTY.array(), 0, 0);
    try (InputStream stream = new Limited(inflated.open(0), options.inflatedBytesMax())) {
      Window inside = Window.over(new ByteSource.Forward(stream, -1));
      dataSet = new DataSetParser(inside, inflated, log).parse(syntax.encoding());
      if (!options.headerOnly() && inside.skip(Long.MAX_VALUE / 2) > 0) {
        log.note(start, 0, Kind.TRAILING_BYTES);
      }
    } catch (Limited.Exceeded e) {
      throw new Refused(new Refusal.TooMuch(start, options.inflatedBytesMax()));
    }
    long left = window.size() - start;
    var raw = new Value(new Region(source, start, left));
    var layout =
        new DicomFile.Layout(
            preamble, metaEncoding, trailing, raw, syntax.encoding(), options.headerOnly());
    return new DicomFile(layout, meta, dataSet, new DicomFile.How(syntax, log.found()));
  }

  private Value trailing() throws IOException {
    long offset = window.offset();
    if (!window.has(1)) {
      return new Value(Span.EMPTY.array(), 0, 0);
    }
    log.note(offset, 0, Kind.TRAILING_BYTES);
    if (source != null) {
      return new Value(new Region(source, offset, window.size() - offset));
    }
    return new Value(window.buffer(), window.position(), window.held());
  }
}
