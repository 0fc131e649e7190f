/// Reads eCRF workbooks and CSV files into rows, and writes workbooks back.
@NullMarked
package org.tessera.etl.form;

import org.jspecify.annotations.NullMarked;
