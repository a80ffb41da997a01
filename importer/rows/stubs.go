package rows

func (f *File) openZip() error       { return ErrUnsupported }
func (f *File) openJSON() error      { return ErrUnsupported }
func (f *File) openJSONLines() error { return ErrUnsupported }
func (f *File) openVCard() error     { return ErrUnsupported }
