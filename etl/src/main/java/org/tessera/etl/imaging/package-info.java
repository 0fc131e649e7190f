/// Takes images in: staged, read, de-identified, kept by the hash of their content, and told of.
@NullMarked
package org.tessera.etl.imaging;

import org.jspecify.annotations.NullMarked;
