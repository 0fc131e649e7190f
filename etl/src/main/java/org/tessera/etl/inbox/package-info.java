/// Watches the inbox, lets files settle, quarantines what is no delivery; the only Camel.
@NullMarked
package org.tessera.etl.inbox;

import org.jspecify.annotations.NullMarked;
