package org.tessera.etl.form;

import java.io.IOException;

/// Takes one row at a time; the reader keeps none.
@FunctionalInterface
public interface RowHandler<R> {
  void row(R row) throws IOException, Refusal;
}
