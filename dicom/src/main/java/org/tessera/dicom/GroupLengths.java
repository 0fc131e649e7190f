package org.tessera.dicom;

/// Group lengths, (gggg,0000), of groups in which something was changed: counted again, the others
/// left as they stand.
final class GroupLengths {
  private final int[] edited;
  private final Encoding encoding;
  private final boolean all;
  private int group = -1;
  private int at = -1;
  private long from;

  GroupLengths(DataSet dataSet, Encoding encoding) {
    this.edited = dataSet.editedGroups();
    this.encoding = encoding;
    this.all = !sameEncoding(dataSet, encoding);
  }

  /// In another encoding every group has another length.
  private static boolean sameEncoding(DataSet dataSet, Encoding encoding) {
    for (Element element : dataSet) {
      if (element instanceof ValueElement value && value.wasRead()) {
        return value.encoding() == encoding;
      }
    }
    return true;
  }

  /// Whether this is a group length that must be counted.
  boolean isCounted(int tag) {
    if (!Tag.isGroupLength(tag)) {
      return false;
    }
    for (int candidate : edited) {
      if (candidate == Tag.group(tag)) {
        return true;
      }
    }
    return all;
  }

  /// Counting begins after these four bytes.
  void placeAt(int place, WritePlan plan) {
    at = place;
    from = plan.total();
  }

  void before(int tag, WritePlan plan) {
    if (Tag.group(tag) != group) {
      end(plan);
      group = Tag.group(tag);
    }
  }

  void end(WritePlan plan) {
    if (at >= 0) {
      encoding.putInt(plan.buffer(), at, (int) (plan.total() - from));
      at = -1;
    }
  }
}
