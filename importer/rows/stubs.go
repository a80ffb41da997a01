package rows

func (f *File) openZip() error   { return ErrUnsupported }
func (f *File) openVCard() error { return ErrUnsupported }
