package org.tessera.etl.form;

import java.util.List;

/// To follow.
final class XlsWorkbook implements Workbook {
  @Override
  public List<SheetReader> sheets() {
    throw new UnsupportedOperationException();
  }

  @Override
  public void close() {}
}
