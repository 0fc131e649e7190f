package org.tessera.fhir.store;

import com.github.luben.zstd.Zstd;
import com.github.luben.zstd.ZstdCompressCtx;
import com.github.luben.zstd.ZstdDecompressCtx;

/// Compresses contents one by one, which only pays with a dictionary of what resources look like.
///
/// The dictionary's number stands in each compressed content, so a later one can join it; one that
/// was ever in use must stay.
final class ContentCodec {
  private static final int LEVEL = 1;
  private static final byte[] DICTIONARY = Definitions.bytes("content-1.dict");
  private static final ThreadLocal<ZstdCompressCtx> COMPRESSORS =
      ThreadLocal.withInitial(
          () -> new ZstdCompressCtx().setLevel(LEVEL).setChecksum(false).loadDict(DICTIONARY));
  private static final ThreadLocal<ZstdDecompressCtx> EXPANDERS =
      ThreadLocal.withInitial(() -> new ZstdDecompressCtx().loadDict(DICTIONARY));

  private ContentCodec() {}

  static byte[] compress(byte[] plain) {
    return COMPRESSORS.get().compress(plain);
  }

  static byte[] expand(byte[] compressed) {
    return EXPANDERS
        .get()
        .decompress(compressed, Math.toIntExact(Zstd.getFrameContentSize(compressed)));
  }

  /// Contents of the first days stand as plain JSON.
  static boolean isCompressed(byte[] content) {
    return content.length > 0 && content[0] != '{';
  }
}
