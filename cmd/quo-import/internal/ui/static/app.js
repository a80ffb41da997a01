/* Made by go generate from ../client. Contains Preact, (c) 2015-present Jason Miller, MIT: ../client/vendor/preact/LICENSE */
var Ye="http://www.w3.org/2000/svg",at="http://www.w3.org/1999/xhtml",lt="http://www.w3.org/1998/Math/MathML";var ce=Symbol.for("pv"),ye={},we=[],xt=/^m(i|n|o|s|text|space)$/,Ge=16;var Ne=Array.isArray,Ae=we.slice,ue=Object.assign;function fe(e){e&&e.parentNode&&e.remove()}function St(e,n,o,r){let a,i,s;for(;n=n._parent;)if((a=n._component)&&!(a._bits&1)){a._bits|=4;try{if(i=a.constructor,(s=i&&i.getDerivedStateFromError)&&a.setState(
i.getDerivedStateFromError(e)),a.componentDidCatch&&(a.componentDidCatch(e,r||{}),s=1),s&&a._bits&8){a._bits|=2;return}}catch(c){e=c}}throw Tt(),e}var _n={_catchError:St},$=_n;var kn=0;function _e(e,n,o,r,a){let i={type:e,props:n,key:o,ref:r,_children:null,_parent:null,_depth:0,_dom:null,_component:null,constructor:ce,_original:a||++kn,_index:-1,
_flags:0};return!a&&$.vnode&&$.vnode(i),i}function E(e){return e.children}function me(e,n){this.props=e,this.context=n,this._bits=0}me.prototype.setState=function(e,n){let o=this._nextState;if((!o||o==this.state)&&(o=this._nextState=ue(
{},this.state)),typeof e=="function"&&(e=e(ue({},o),this.props)),e)ue(o,e);else return;this._vnode&&(n&&this._stateCallbacks.push(n),ut(this))};me.prototype.forceUpdate=
function(e){this._vnode&&(this._bits|=4,e&&this._renderCallbacks.push(e),ut(this))};me.prototype.render=E;function pe(e,n){if(n==null)return e._parent&&pe(e._parent,
e._index+1);let o;for(;n<e._children.length;n++)if(o=e._children[n],o&&o._dom)return o._dom;return typeof e.type=="function"&&!e.props._parentDom?pe(e):null}function vn(e){
let n=e._vnode,o=n._dom,r=[],a=[],i=e._parentDom;if(i){let s=ue({constructor:ce},n);s._original=n._original+1,$.vnode&&$.vnode(s),Te(i,s,n,e._globalContext,i.namespaceURI,
n._flags&32?[o]:null,r,o||pe(n),n._flags&32,a),s._original=n._original,s._parent._children[s._index]=s,Xe(r,s,a),n._parent=n._dom=null,s._dom!=o&&Pt(s)}}function Pt(e){
if((e=e._parent)&&e._component&&!e.props._parentDom)return e._dom=null,e._children.some(n=>n&&(e._dom=n._dom)),Pt(e)}var ke=[],ze,ct=0;function Tt(){ct=0}function ut(e){
(!(e._bits&8)&&(e._bits|=8,ke.push(e),!ct++)||ze!=$.debounceRendering)&&(ze=$.debounceRendering,(ze||queueMicrotask)(Rt))}var En=(e,n)=>e._vnode._depth-n._vnode.
_depth;function Rt(){try{let e,n=1;for(;ke.length;)ke.length>n&&ke.sort(En),e=ke.shift(),n=ke.length,e._bits&8&&vn(e)}finally{(ct=ke.length)&&(ze||queueMicrotask)(
Rt)}}function pt(e,n,o,r,a,i,s,c,p,f,l){let b,h,d,u,C,T=r._children||we,g=n.length;for(p=xn(o,n,T,p,g),b=0;b<g;b++){if(d=o._children[b],d==null)continue;h=~d._index&&
T[d._index]||ye,d._index=b;let v=Te(e,d,h,a,i,s,c,p,f,l);u=d._dom,(h.ref!=d.ref||h._flags&8)&&(h.ref&&Ve(h.ref,null,d,h),d.ref&&l.push(d.ref,d._component||u,d)),
C=C||u,d._flags&4?(p=Mt(d,p,e,!h._original),h._dom&&(h._dom=null)):typeof d.type=="function"&&v!==void 0?p=v:u&&(p=u.nextSibling),d._flags&=~(4|Ge)}return o._dom=
C,p}function xn(e,n,o,r,a){let i,s,c,p=o.length,f=p,l=0,b=0,h=e._children=Array(a);for(i=0;i<a;i++){if(s=n[i],s==null||typeof s=="boolean"||typeof s=="function"){
h[i]=null;continue}else typeof s!="object"||s.constructor===String?s=h[i]=_e(null,s):Ne(s)?s=h[i]=_e(E,{children:s}):s.constructor===ce&&s._depth?s=h[i]=_e(s.type,
s.props,s.key,s.ref,s._original):h[i]=s;let d=i+l;s._parent=e,s._depth=e._depth+1;let u=s._index=Sn(s,o,d,f);c=null,~u&&(c=o[u],f--,c&&(c._flags|=2)),!c||!c._original?
(~u||(a>p?l--:a<p&&l++),typeof s.type!="function"&&(s._flags|=4)):(s._flags|=Ge,u==d-1?l--:u==d+1?l++:u!=d&&(u>d?l--:l++,b=1))}if(b){let d=[],u=[];for(i=0;i<a;i++)
if(s=h[i],s&&s._flags&Ge){l=0;let C=d.length;for(;l<C;){let T=l+C>>1;d[T]<s._index?l=T+1:C=T}d[l]=s._index,u[i]=l+1}for(l=d.length;i--;)u[i]&&(u[i]==l?l--:h[i].
_flags|=4)}if(f)for(i=0;i<p;i++)c=o[i],c&&!(c._flags&2)&&(c._dom==r&&(r=pe(c)),et(c,c));return r}function Mt(e,n,o,r){if(typeof e.type=="function"){if(e.props._parentDom)
return n;let a=e._children;if(a)for(let i=0;i<a.length;i++)a[i]&&(a[i]._parent=e,n=Mt(a[i],n,o,!1));return n}else{n&&!n.parentNode&&(n=pe(e),n&&!n.parentNode&&(n=
null));let a=e._dom,i=n;for(;i&&i.nodeType==8;)i=i.nextSibling;a!=i&&(!r&&o.moveBefore&&a.parentNode?o.moveBefore(a,n):o.insertBefore(a,n||null)),n=a}for(;(n=n&&
n.nextSibling)&&n.nodeType==8&&!n.data.startsWith("$s"););return n}function Sn(e,n,o,r){let a=e.key,i=e.type,s=n[o],c=s&&!(s._flags&2),p=r>(c?1:0);if(s===null&&a==null||c&&a==s.key&&i==s.type)return o;if(p){let f;for(f=o-1;f>=0;f--)
if(s=n[f],s&&!(s._flags&2)&&a==s.key&&i==s.type)return f;for(f=o+1;f<n.length;f++)if(s=n[f],s&&!(s._flags&2)&&a==s.key&&i==s.type)return f}return-1}var dt=Symbol();function $t(e,n,o){o==null&&(o=""),n[0]=="-"?e.setProperty(n,o):e[n]=o}var Tn=/(PointerCapture)$|Capture$/i,At=0;function Le(e,n,o,r,a){let i;if(n==
"style")if(typeof o=="string")e.style.cssText=o;else{if(typeof r=="string"&&(e.style.cssText=r=""),r)for(n in r)o&&n in o||$t(e.style,n);if(o)for(n in o)(!r||o[n]!=
r[n])&&$t(e.style,n,o[n])}else if(n[0]=="o"&&n[1]=="n"){if(typeof o!="function"&&(o=null),typeof r!="function"&&(r=null),(e._listeners||(e._listeners={}))[n]=o,
!o||!r){let s=Nt[n]||(Nt[n]=Pn(n));(e._attached||(e._attached={}))[n]=At,i=n!=(n=n.replace(Tn,"$1")),n=n.slice(2),n[0]<"a"&&(n=n.toLowerCase()),o?e.addEventListener(
n,s,i):e.removeEventListener(n,s,i)}}else{if(a==Ye)n=n.replace(/xlink(H|:h)/,"h").replace(/sName$/,"s");else if(n!="width"&&n!="height"&&n!="href"&&n!="list"&&n!=
"form"&&n!="tabIndex"&&n!="download"&&n!="rowSpan"&&n!="colSpan"&&n!="role"&&n!="popover"&&n in e)try{e[n]=o==null?"":o;return}catch{}if(typeof o=="function")return;
o!=null&&(o!==!1||n[4]=="-")?e.setAttribute(n,n=="popover"&&o==!0?"":o):e.removeAttribute(n)}}function Pn(e){return function(n){let o=this._listeners;if(o){if(o=
o[e],n[dt]==null)n[dt]=At++;else if(n[dt]<this._attached[e])return;return o($.event?$.event(n):n)}}}var Nt={};function Te(e,n,o,r,a,i,s,c,p,f){let l,b,h=n.type;if(n.constructor!==ce)return null;o._flags&128&&(p=o._flags&32,l=o._component._excess)&&(n._flags|=p,b=i=[],l.
nodeType==8?c=tt(l,i):i.push(l),c=i[0]||c),(l=$._diff)&&l(n);e:if(typeof h=="function"){let d=s.length;try{let u,C,T,g,v=n.props,O=(l=h.prototype)&&l.render;l=h.
contextType;let H=l&&r[l._id],F=l?H?H.props.value:l._defaultValue:r;if((u=o._component)?(n._component=u,u._bits&2&&(u._bits|=1)):(O?n._component=u=new h(v,F):(n.
_component=u=new me(v,F),u.constructor=h,u.render=$n),H&&H.sub(u),u.state||(u.state={}),u._globalContext=r,u._bits|=8,u._renderCallbacks=[],u._stateCallbacks=[]),
O&&(u._nextState||(u._nextState=u.state),h.getDerivedStateFromProps&&(u._nextState==u.state&&(u._nextState=ue({},u._nextState)),ue(u._nextState,h.getDerivedStateFromProps(
v,u._nextState)))),C=u.props,T=u.state,u._vnode=n,!o._component)O&&!h.getDerivedStateFromProps&&u.componentWillMount&&u.componentWillMount(),O&&u.componentDidMount&&
u._renderCallbacks.push(u.componentDidMount);else{if(v!==C&&O&&!h.getDerivedStateFromProps&&u.componentWillReceiveProps&&u.componentWillReceiveProps(v,F),n._original==
o._original&&!(u._bits&8)||!(u._bits&4)&&u.shouldComponentUpdate&&u.shouldComponentUpdate(v,u._nextState,F)===!1){n._original!=o._original&&(u.props=v,u.state=u.
_nextState,u._bits&=-9),n._dom=o._dom,n._children=o._children,n._children.some(K=>{K&&(K._parent=n)}),we.push.apply(u._renderCallbacks,u._stateCallbacks),u._stateCallbacks=
[],u._renderCallbacks.length&&s.push(u),c=pe(o);break e}u.componentWillUpdate&&u.componentWillUpdate(v,u._nextState,F),O&&u.componentDidUpdate&&u._renderCallbacks.
push(()=>{u.componentDidUpdate(C,T,g)})}u.context=F,u.props=v,u._parentDom=e,u._bits&=-5;let I=$._render,V=O?25:0;do u._bits&=-9,I&&I(n),l=u.render(u.props,u.state=
u._nextState,u.context);while(u._bits&8&&++V<25);O&&(we.push.apply(u._renderCallbacks,u._stateCallbacks),u._stateCallbacks=[]),u.state=u._nextState,u.getChildContext&&
(r=ue({},r,u.getChildContext())),O&&o._component&&u.getSnapshotBeforeUpdate&&(g=u.getSnapshotBeforeUpdate(C,T));let A=l&&l.type===E&&l.key==null?l.props.children:
l;v._parentDom&&(l=c,e=v._parentDom,a=e.namespaceURI,p=i=null,o.props&&o.props._parentDom!=e&&(o._children.some(K=>{K&&et(K,K)}),o._children=null),c=o._children?
pe(o,0):null),c=pt(e,Ne(A)?A:[A],n,o,r,a,i,s,c,p,f),v._parentDom&&(n._dom=null,c=l),n._flags&=-161,b&&b.some(fe),u._renderCallbacks.length&&s.push(u),u._bits&1&&
(u._bits&=-4)}catch(u){if(s.length=d,n._original=null,p||i)if(u&&u.then){let C,T;if(n._flags|=128|p,i){let g=i.indexOf(c||void 0),v;for(~g||(g=i.length);(v=i[g-
1])&&v.nodeType==8;)g--;for(;g<i.length;g++)if(v=i[g])if(i[g]=null,C){if(v==T)break}else{if(v.nodeType!=8)break;v.data.startsWith("$s")&&(T=tt(C=v))}}if(!C){for(;c&&
c.nodeType==8&&c.nextSibling;)c=c.nextSibling;C=c}C=n._component._excess||(n._component._excess=C),(l=tt(C))?(n._dom=C,c=l):n._dom=c,c=c&&c.nextSibling}else i&&
i.some(fe);else n._dom=o._dom;n._children||(n._children=o._children||[]),u&&u.then||Ot(n),$._catchError(u,n,o)}}else c=n._dom=Mn(o._dom,n,o,r,a,i,s,p,f,e);return(l=
$.diffed)&&l(n),c}function tt(e,n){if(e&&e.nodeType==8&&e.data.startsWith("$s"))for(let o=1;e=e.nextSibling;){if(e.nodeType==8){if(e.data.startsWith("$s"))o++;else if(e.
data.startsWith("/$s")&&!--o)return e}n&&n.push(e)}}function Ot(e){e&&(e._component&&(e._component._bits|=4),e._children&&e._children.some(Ot))}function Xe(e,n,o){
for(let r=0;r<o.length;)Ve(o[r++],o[r++],o[r++]);$._commit&&$._commit(n,e),e.some(r=>{try{e=r._renderCallbacks,r._renderCallbacks=[],e.some(a=>{a.call(r)})}catch(a){
$._catchError(a,r._vnode)}})}function Mn(e,n,o,r,a,i,s,c,p,f){let l=o.props||ye,b=n.props,h=n.type,d,u,C,T,g,v,O;if(h=="svg"?a=Ye:h=="math"?a=lt:a||(a=at),i){for(d=
0;d<i.length;d++)if(g=i[d],g&&(h?g.localName==h:g.nodeType==3)){e=g,i[d]=null;break}}if(!e){let H=f.ownerDocument||document;if(!h)return H.createTextNode(b);e=H.
createElementNS(a,h,b.is?b:f),c&&($._hydrationMismatch&&$._hydrationMismatch(n,i),c=!1),i=null}if(!h)l!==b&&(!c||e.data!=b)&&(e.data=b);else{if(f=h=="template"&&
e.content||e,i=h=="textarea"&&b.defaultValue!=null?null:i&&Ae.call(f.childNodes),!c&&i)for(l={},d=0;d<e.attributes.length;d++)g=e.attributes[d],l[g.name]=g.value;
for(d in l)g=l[d],d=="dangerouslySetInnerHTML"?C=g:d!="children"&&!(d in b)&&!(d=="value"&&"defaultValue"in b)&&!(d=="checked"&&"defaultChecked"in b)&&Le(e,d,null,
g,a);for(d in b)g=b[d],d=="children"?T=g:d=="dangerouslySetInnerHTML"?u=g:d=="value"?v=g:d=="checked"?O=g:(!c||typeof g=="function")&&l[d]!==g&&Le(e,d,g,l[d],a);
u?(!c&&(!C||u.__html!=C.__html&&u.__html!=e.innerHTML)&&(e.innerHTML=u.__html),n._children=[]):(C&&(e.textContent=""),(h=="foreignObject"||a==lt&&xt.test(h))&&(a=
at),pt(f,Ne(T)?T:[T],n,o,r,a,i,s,i?i[0]:o._children&&pe(o,0),c,p),i&&i.some(fe)),(!c||h=="textarea")&&(d="value",h=="progress"&&v==null?e.removeAttribute(d):v!=
void 0&&(v!==e[d]||h=="progress"&&!v)&&Le(e,d,v,l[d],a),d="checked",O!=void 0&&O!=e[d]&&Le(e,d,O,l[d],a))}return e}function Ve(e,n,o,r){try{typeof e=="function"?
n?n._refCleanup=e(n)||1:r&&(r=r._component||r._dom)&&(n=r._refCleanup)&&(r._refCleanup=null,typeof n=="function"?n():e(null)):e.current=n}catch(a){$._catchError(
a,o)}}function et(e,n,o){let r,a,i;if($.unmount&&$.unmount(e),(r=e.ref)&&(!r.current||r.current==e._dom)&&Ve(r,null,n,e),r=e._component){if(r.componentWillUnmount)
try{r.componentWillUnmount()}catch(s){$._catchError(s,n)}r._parentDom=r._globalContext=null}if(r=e._children)for(let s=0;s<r.length;s++)r[s]&&et(r[s],n,typeof e.
type=="function"?o&&!e.props._parentDom:!0);!o&&(r=e._component)&&(r=r._excess)&&(a=tt(r,i=[]))&&(r==e._dom&&i.some(fe),fe(a),fe(r)),o||fe(e._dom),e._dom=e._component=
e._parent=null}function $n(e,n,o){return this.constructor(e,o)}function ft(e,n){$._root&&$._root(e,n),n.nodeType==9&&(n=n.documentElement);let o=e&&e._flags&32,r=o?null:n._children;n._children=_e(E,{children:[e]});let a=[],
i=[];Te(n,n._children,r||ye,ye,n.namespaceURI,r?null:n.firstChild?Ae.call(n.childNodes):null,a,r?r._dom:n.firstChild,o,i),Xe(a,n._children,i),n._children.props.
children=null}var mt=Object.is,ve,D,bt,Ie=0,Qt=[],gt=[],W=$,Lt=W._diff,It=W._render,Ht=W.diffed,Ut=W._commit,Bt=W.unmount,Dt=W._root,An=35,ht;W._diff=e=>{D=null,Lt&&Lt(e)};W.
_root=(e,n)=>{e&&n._children&&n._children._mask&&(e._mask=n._children._mask),Dt&&Dt(e,n)};W._render=e=>{It&&It(e),D=e._component,ve=0;let n=D.__hooks;n&&(bt==D?
D._renderCallbacks=[]:(n._pendingEffects.some(He),n._pendingEffects.some(yt),ve=0),n._pendingEffects=[],n._list.some(o=>{o._nextValue&&(o._value=o._nextValue),o.
_pendingArgs=o._nextValue=void 0})),bt=D};W.diffed=e=>{Ht&&Ht(e);let n=e._component;n&&n.__hooks&&(n.__hooks._pendingEffects.length&&jt(Qt.push(n)),n.__hooks._list.
some(o=>{o._pendingArgs&&(o._args=o._pendingArgs)})),bt=D=null};W._commit=(e,n)=>{n.some(o=>{try{o._renderCallbacks.some(He),o._renderCallbacks=o._renderCallbacks.
filter(r=>r._value?yt(r):!0)}catch(r){o._renderCallbacks=[()=>{throw r}]}}),Ut&&Ut(e,n)};W.unmount=e=>{Bt&&Bt(e);let n=e._component;if(n&&n.__hooks){let o,r;n.__hooks.
_list.some(a=>{try{if(a._passive&&a._cleanup){if(r===void 0){for(r=e._parent;r&&!(r._component&&r._component._parentDom);)r=r._parent;r=r&&r._component}a._passive=
r,jt(gt.push(a))}else He(a)}catch(i){o=i}}),n.__hooks=void 0,o&&W._catchError(o,n._vnode)}};function Ue(e,n){W._hook&&W._hook(D,e,Ie||n),Ie=0;let o=D.__hooks||(D.
__hooks={_list:[],_pendingEffects:[]});return e>=o._list.length&&o._list.push({}),o._list[e]}function _(e){return Ie=1,Fn(Yt,e)}function Fn(e,n,o){let r=Ue(ve++,
2);if(r._reducer=e,!r._component&&(r._value=[o?o(n):Yt(void 0,n),a=>{let i=(r._nextValue||r._value)[0],s=r._reducer(i,a);mt(i,s)||(r._nextValue=[s,r._value[1]],
r._component.setState({}))}],r._component=D,!D._hasScuFromHooks)){D._hasScuFromHooks=!0;let a=D.shouldComponentUpdate;D.shouldComponentUpdate=function(i,s,c){let p=this.
__hooks;if(!p)return!0;let f=!1,l=this.props!=i;if(p._list.some(b=>{b._nextValue&&(f=!0,mt(b._value[0],b._nextValue[0])||(l=!0))}),a){let b=a.call(this,i,s,c);return f?
b||l:b}return!f||l}}return r._value}function Q(e,n){let o=Ue(ve++,3);!W._skipEffects&&wt(o._args,n)&&(o._passive=!0,o._value=e,o._pendingArgs=n,D.__hooks._pendingEffects.
push(o))}function qt(e,n){let o=Ue(ve++,4);!W._skipEffects&&wt(o._args,n)&&(o._passive=!1,o._value=e,o._pendingArgs=n,D._renderCallbacks.push(o))}function B(e){
return Ie=5,nt(()=>({current:e}),[])}function nt(e,n){let o=Ue(ve++,7);return wt(o._args,n)&&(o._value=e(),o._args=n),o._value}function be(e,n){return Ie=8,nt(()=>e,n)}function Kt(){let e=Ue(ve++,11);if(!e._value){let n=D._vnode;for(;!n._mask&&n._parent;)n=n._parent;let o=n._mask||(n._mask=[0,0]);e._value="P"+o[0]+"-"+o[1]++}return e.
_value}function On(){let e;do{for(;e=gt.shift();)try{He(e)}catch(n){e=e._passive,W._catchError(n,{_parent:e&&e._vnode})}for(;e=Qt.shift();){let n=e.__hooks;if(!(!e.
_parentDom||!n))try{n._pendingEffects.some(He),n._pendingEffects.some(yt),n._pendingEffects=[]}catch(o){n._pendingEffects=[],W._catchError(o,e._vnode)}}}while(gt.
length)}var Wt=typeof requestAnimationFrame=="function";function Ln(e){let n=()=>{clearTimeout(o),Wt&&cancelAnimationFrame(r),setTimeout(e)},o=setTimeout(n,An),
r;Wt&&(r=requestAnimationFrame(n))}function jt(e){(e==1||ht!=W.requestAnimationFrame)&&(ht=W.requestAnimationFrame,(ht||Ln)(On))}function He(e){let n=D,o=e._cleanup;
typeof o=="function"&&(e._cleanup=void 0,o()),D=n}function yt(e){let n=D;e._cleanup=e._value(),D=n}function wt(e,n){return!e||e.length!=n.length||n.some((o,r)=>!mt(
o,e[r]))}function Yt(e,n){return typeof n=="function"?n(e):n}var Pe=class extends Error{};async function _t(e){let n=await e.json().catch(()=>({}));if(!e.ok)throw new Pe(n.problem||"The program did not understand this pag\
e: reload it.");return n}var kt=()=>{throw new Pe("quo-import does not answer: it was ended. Start it again with the same file; nothing is lost.")},ge=e=>fetch(
e).then(_t,kt),G=(e,n={})=>fetch(e,{method:"POST",headers:{"Content-Type":"application/json"},body:JSON.stringify(n)}).then(_t,kt),Gt=(e,n)=>fetch(`${e}?name=${encodeURIComponent(
n.name)}`,{method:"POST",body:n}).then(_t,kt);function Jt(e,n){return new Promise((o,r)=>{let a=new XMLHttpRequest;a.open("POST","/api/file?name="+encodeURIComponent(
e.name)),a.upload.onprogress=i=>i.lengthComputable&&n(i.loaded/i.total),a.onload=()=>{if(a.status===200)return o();let i="";try{i=JSON.parse(a.responseText).problem}catch{}
r(new Pe(i||"The file could not be sent."))},a.onerror=()=>r(new Pe("The file could not be sent: quo-import was ended, or the file is too large.")),a.send(e)})}
function zt(e){let n=new EventSource("/api/events");n.addEventListener("view",e.view),n.addEventListener("run",o=>e.run(JSON.parse(o.data))),n.addEventListener(
"sheet",o=>dispatchEvent(new CustomEvent("sheet",{detail:+o.data}))),n.onopen=()=>e.connected(!0),n.onerror=()=>e.connected(!1)}var Xt=()=>ge("/api/view");var In=0;function t(e,n,o,r,a,i){n||(n={});let s=n,c,p;if("ref"in s&&typeof e!="function"){s={};for(p in n)p=="ref"?c=n[p]:s[p]=n[p]}let f={type:e,props:s,key:o,ref:c,_children:null,
_parent:null,_depth:0,_dom:null,_component:null,constructor:ce,_original:--In,_index:-1,_flags:0};return(a||i)&&(f.__source=a,f.__self=i),$.vnode&&$.vnode(f),f}var Hn=new Intl.NumberFormat("en"),P=e=>Hn.format(e),N=(e,n,o)=>`${P(e)} ${e===1?n:o}`;function q({children:e,lede:n}){let o=B(null);return Q(()=>{(document.activeElement===
document.body||document.activeElement?.closest("nav, .steps-foot"))&&o.current?.focus(),scrollTo(0,0)},[]),t("div",{class:"heading",children:[t("h1",{tabIndex:-1,
ref:o,children:e}),n&&t("p",{class:"lede",children:n})]})}function S({kind:e="",children:n}){return t("div",{class:`notice ${e}`,role:e==="bad"?"alert":void 0,children:n})}
function Ee({label:e,value:n,options:o,onChange:r,disabled:a}){let i=Kt();return t("span",{class:"chip",children:[t("label",{for:i,children:e}),t("select",{id:i,
value:n,disabled:a,onChange:s=>r(s.currentTarget.value),children:o.map(([s,c])=>t("option",{value:s,children:c},s))})]})}function Be({title:e,text:n}){let[o,r]=_(
!1);return t("figure",{class:"copy",children:[t("figcaption",{children:[t("span",{children:e}),t("button",{type:"button",class:"plain",onClick:()=>navigator.clipboard.
writeText(n).then(()=>{r(!0),setTimeout(()=>r(!1),2e3)}),"aria-label":`Copy: ${e}`,children:o?"Copied":"Copy"})]}),t("pre",{tabIndex:0,"aria-label":e,children:n})]})}
function Z({children:e,note:n}){return t("div",{class:"steps-foot",children:[t("div",{class:"note",children:n}),t("div",{class:"buttons",children:e})]})}function Y(){
let[e,n]=_(!1),[o,r]=_("");return[e,o,async i=>{n(!0),r("");try{return await i(),!0}catch(s){return r(s instanceof Error?s.message:String(s)),!1}finally{n(!1)}}]}
function Zt({label:e,children:n}){return t("div",{class:"scroll",role:"region","aria-label":e,tabIndex:0,children:n})}function Re({lines:e=8,look:n=""}){return t(
"div",{class:`${n} skeleton`.trim(),"aria-hidden":"true",children:Array.from({length:e},(o,r)=>t("span",{},r))})}function De({view:e,act:n}){let[o,r]=_(""),[a,i]=_(!1),[s,c,p]=Y();return e.key.have?t("p",{class:"key-have",children:[t("span",{class:"badge",children:["API ke\
y: ",e.key.from==="keyring"?"from the keyring":e.key.from==="start"?"given at the start":"typed, in memory only"]}),!e.rehearsal&&t("button",{type:"button",class:"\
plain",disabled:s,onClick:()=>p(()=>n("/api/key/forget")),children:e.key.from==="keyring"?"Remove it from the keyring":"Use another"})]}):t("form",{class:"key",
onSubmit:l=>{l.preventDefault(),p(async()=>{await n("/api/key",{key:o,keep:a}),r("")})},children:[c&&t(S,{kind:"bad",children:c}),t("label",{for:"api-key",children:"\
API key of your Quo workspace"}),t("div",{class:"buttons",children:[t("input",{id:"api-key",type:"password",autocomplete:"off",spellcheck:!1,required:!0,value:o,
onInput:l=>r(l.currentTarget.value)}),t("button",{type:"submit",class:"primary",disabled:s||o.trim()==="",children:s?"Asking Quo \u2026":"Connect"})]}),e.key.keyring&&
t("label",{class:"check",children:[t("input",{type:"checkbox",checked:a,onChange:l=>i(l.currentTarget.checked)})," ",t("span",{children:"Keep it in the keyring \
of this computer"})]}),t("p",{class:"soft",children:t("small",{children:["In Quo: Settings, API. ",a?"":"It stays in the memory of the program, until it ends."]})})]})}var Vt={matched:["understood",""],guessed:["a guess: look at it","guessed"],left:["not imported","left"],preset:["known export",""],key:["identifies a row",""],
chosen:["your choice",""]};function en({view:e,go:n,act:o}){let[r,a,i]=Y(),[s,c]=_(""),p=B(new Map),f=e.columns;f.list.forEach(d=>p.current.has(d.name)||p.current.
set(d.name,p.current.size));let l=[...f.list].sort((d,u)=>p.current.get(d.name)-p.current.get(u.name)),b=async(d,u)=>{c(d),await i(()=>o("/api/column",{column:d,
field:u})),c("")},h=f.fields.find(d=>d.name==="Custom fields");return t(E,{children:[t(q,{lede:"What each column becomes in Quo. Those to look at come first.",children:"\
Columns"}),a&&t(S,{kind:"bad",children:a}),e.problem&&t(S,{kind:"bad",children:e.problem}),f.remarks.map(d=>t(S,{children:d},d)),t("div",{class:"chips",children:t(
Ee,{label:"Rows are identified by",value:f.key,disabled:r,onChange:d=>i(()=>o("/api/answer",{id:"key",answer:d})),options:(f.keys.includes(f.key)||f.key==="deri\
ved"?[]:[[f.key,f.key]]).concat(f.keys.map(d=>[d,d]),[["derived","number or email, with the name"]])})}),t("ul",{class:"columns",children:l.map(d=>t(Un,{column:d,
rows:f.rows,groups:f.fields,busy:r,changing:s===d.name,set:b},d.name))}),!h&&!e.key.have&&t("section",{"aria-labelledby":"custom",children:[t("h2",{id:"custom",
children:"Custom fields of your workspace"}),t("p",{class:"about",children:"With an API key of your Quo workspace, columns can also go into its custom fields. O\
nly their names are read; nothing of the file is sent."}),t(De,{view:e,act:o})]}),t(Z,{note:t("button",{type:"button",class:"plain",onClick:()=>n(e.questions.length>
0?"questions":"file"),children:"Back"}),children:t("button",{type:"button",class:"primary",disabled:!e.plan,onClick:()=>n("plan"),children:"Next"})})]})}function Un({
column:e,rows:n,groups:o,busy:r,changing:a,set:i}){let[s,c]=Vt[e.how]||Vt.matched,p=n>0&&e.values>=0?e.values/n:0,f=e.field===""||o.some(l=>l.fields.some(b=>b.value===
e.field));return t("li",{class:`column ${c}`,children:[t("div",{class:"column-name",children:[t("h2",{children:t("bdi",{children:e.name})}),t("div",{class:"fill",
role:"img","aria-label":e.values<0?"being counted":`filled in ${P(e.values)} of ${P(n)} rows`,children:[t("svg",{viewBox:"0 0 100 4",preserveAspectRatio:"none",
"aria-hidden":"true",children:[t("rect",{class:"all",width:"100",height:"4",rx:"2"}),t("rect",{class:"some",width:p*100,height:"4",rx:"2"})]}),t("small",{children:e.
values<0?"\xA0":n===e.values?"always filled":e.values===0?"always blank":`${p<.01?"<1":Math.floor(p*100)} % filled`})]})]}),t("ul",{class:"samples",children:[e.
samples.map((l,b)=>t("li",{children:[t("span",{class:"raw",children:t("bdi",{children:l.raw})}),l.problem?t("span",{class:"refused",children:t("bdi",{children:l.
problem})}):l.result!==void 0&&l.result!==l.raw?t("span",{class:"becomes",children:[t("span",{"aria-hidden":"true",children:"\u2192 "}),t("span",{class:"hidden",
children:"becomes "}),t("bdi",{children:l.result||"nothing"})]}):null]},b)),e.samples.length===0&&t("li",{class:"soft",children:"no values"})]}),t("div",{class:"\
column-field",children:[e.fixed?t("p",{class:"soft",children:t("small",{children:e.fixed})}):t("select",{"aria-label":`Field for ${e.name}`,value:e.field,disabled:r&&
!a,onChange:l=>i(e.name,l.currentTarget.value),children:[t("option",{value:"",children:"Do not import"}),!f&&t("option",{value:e.field,children:e.field}),o.map(
l=>t("optgroup",{label:l.name,children:l.fields.map(b=>t("option",{value:b.value,children:b.name},b.value))},l.name))]}),t("p",{class:"column-how",children:[t("\
span",{class:`badge ${c}`,children:s}),e.problems>0&&t("span",{class:"badge bad",children:N(e.problems,"problem","problems")}),e.remark&&e.how!=="key"&&t("small",
{children:t("bdi",{children:e.remark})})]})]})]})}var Bn=[["utf-8","UTF-8"],["utf-16le","UTF-16 LE"],["utf-16be","UTF-16 BE"],["windows-1252","Western (1252)"],["windows-1250","Central European (1250)"],["windo\
ws-1251","Cyrillic (1251)"],["windows-1253","Greek (1253)"],["windows-1254","Turkish (1254)"],["iso-8859-15","Western (8859-15)"],["macintosh","Mac Roman"],["sh\
ift_jis","Japanese (Shift JIS)"],["gb18030","Chinese (GB 18030)"],["big5","Chinese (Big5)"],["euc-kr","Korean (EUC-KR)"]],Dn=[[",","comma ,"],[";","semicolon ;"],
["tab","tab"],["|","bar |"]],Wn=e=>e==="	"?"tab":e===";"?"semicolon":e===","?"comma":e,Qn=e=>e<1e3?`${e} bytes`:e<1e6?`${Math.round(e/1e3)} kB`:`${(e/1e6).toFixed(
1)} MB`,tn="The file is read on this computer. Nothing leaves it before you ask to compare it with Quo, and nothing is written to Quo before you approve the pla\
n.";function nn({view:e,go:n,act:o,reload:r}){let[a,i,s]=Y(),[c,p]=_(-1),f=h=>h&&s(async()=>{p(0);try{await Jt(h,p),await r()}finally{p(-1)}}),l=h=>s(()=>o("/ap\
i/read",h));if(!e.session)return t(E,{children:[t(q,{lede:tn,children:"Import contacts into Quo"}),i&&t(S,{kind:"bad",children:i}),t(qn,{formats:e.formats,share:c,
busy:a,take:f}),e.recent.length>0&&t("section",{"aria-labelledby":"recent",children:[t("h2",{id:"recent",children:"Continue"}),t("ul",{class:"recent",children:e.
recent.map(h=>t("li",{children:[t("button",{type:"button",class:"row",disabled:a,onClick:()=>s(()=>o("/api/session",{id:h.id})),children:[t("b",{children:h.name}),
" ",t("small",{children:h.changed})]}),t("button",{type:"button",class:"plain","aria-label":`Forget ${h.name}`,onClick:()=>s(()=>o("/api/session/forget",{id:h.id})),
children:"Forget"})]},h.id))})]})]});let b=e.file;return t(E,{children:[t(q,{lede:tn,children:e.session.name}),i&&t(S,{kind:"bad",children:i}),e.problem&&t(S,{kind:"\
bad",children:e.problem}),b?t(Kn,{file:b,session:e.session,busy:a,change:l}):!e.problem&&t(Re,{}),!b&&e.problem&&Object.values(e.session.read).some(Boolean)&&t(
"button",{type:"button",onClick:()=>l({}),children:"Read it as it was detected"}),t(Z,{note:t("button",{type:"button",class:"plain",onClick:()=>s(()=>o("/api/se\
ssion",{id:""})),children:"Choose another file"}),children:b&&t("button",{type:"button",class:"primary",disabled:!e.columns,onClick:()=>n(e.questions.some(h=>!h.
answer)?"questions":"columns"),children:"Next"})})]})}function qn({formats:e,share:n,busy:o,take:r}){let[a,i]=_(!1),s=B(null);return t("div",{class:`drop ${a?"o\
ver":""}`,onDragOver:c=>{c.preventDefault(),i(!0)},onDragLeave:()=>i(!1),onDrop:c=>{c.preventDefault(),i(!1),r(c.dataTransfer?.files[0])},children:[t("input",{ref:s,
id:"file",type:"file",disabled:o,onChange:c=>r(c.currentTarget.files?.[0])}),t("label",{for:"file",children:[t("strong",{children:"Choose a file"})," or drop it\
 here"]}),t("p",{children:e.join(", ")}),t("progress",{max:"1",value:Math.max(0,n),hidden:n<0,"aria-label":"Reading the file"})]})}function Kn({file:e,session:n,
busy:o,change:r}){let a=n.read,i=c=>r({...a,...c}),s=Math.max(1,...e.first.map(c=>c.cells.length));return t(E,{children:[t("p",{class:"facts",children:[e.format,
" \xB7 ",Qn(e.bytes),e.header&&` \xB7 ${P(e.columns)} columns`]}),t("div",{class:"chips",children:[e.sheets&&e.sheets.length>0&&t(Ee,{label:"Sheet",value:e.sheet||
"",disabled:o,onChange:c=>r({sheet:c}),options:e.sheets.map(c=>[c,c])}),e.header&&t(Ee,{label:"Column names",value:a.noHeader?"0":String(e.headerLine),disabled:o,
onChange:c=>i({noHeader:c==="0",headerRow:Number(c)||void 0}),options:[...new Set([...e.first.map(c=>c.line),e.headerLine].filter(c=>c>0))].sort((c,p)=>c-p).map(
c=>[String(c),`in line ${c}`]).concat([["0","there are none"]])}),e.encoding&&t(Ee,{label:"Encoding",value:a.encoding||"",disabled:o,onChange:c=>i({encoding:c||
void 0}),options:[["",a.encoding?"detect":`${e.encoding} (detected)`]].concat(Bn)}),e.delimiter&&t(Ee,{label:"Separator",value:a.delimiter||"",disabled:o,onChange:c=>i(
{delimiter:c||void 0}),options:[["",a.delimiter?"detect":`${Wn(e.delimiter)} (detected)`]].concat(Dn)})]}),e.warnings.map(c=>t(S,{kind:"warn",children:c},c)),t(
Zt,{label:"The first lines of the file",children:t("table",{class:"lines",children:t("tbody",{children:e.first.map(c=>t("tr",{class:c.line===e.headerLine?"heade\
r":c.line<=e.above?"above":"",children:[t("th",{scope:"row",children:c.line}),Array.from({length:s},(p,f)=>t("td",{children:t("bdi",{children:c.cells[f]??""})},
f))]},c.line))})})}),e.first.length===0&&t(S,{children:"There are no rows in it."})]})}function ot({run:e,act:n,go:o,words:r}){let[a,i]=_(),[s,c,p]=Y(),f=B(null),l=()=>p(async()=>{i(void 0),f.current.showModal(),i(await ge(`/api/undo?run=${encodeURIComponent(
e)}`))}),b=()=>p(async()=>{await n("/api/undo",{run:e}),f.current.close(),o("run")}),h=a&&[a.delete&&`delete ${P(a.delete)}`,a.restore&&`restore ${P(a.restore)}`].
filter(Boolean).join(" and ");return t(E,{children:[t("button",{type:"button",class:"danger",onClick:l,children:r}),t("dialog",{ref:f,"aria-labelledby":`undo-${e}`,
children:[t("h2",{id:`undo-${e}`,children:"Undo this import?"}),c&&t(S,{kind:"bad",children:c}),!a&&!c&&t("p",{class:"working",role:"status",children:[t("span",
{class:"spinner","aria-hidden":"true"}),"Looking what it would do \u2026"]}),a&&t(E,{children:[t("ul",{class:"figures",children:[t("li",{children:[t("b",{children:P(
a.delete)})," to delete"]}),t("li",{children:[t("b",{children:P(a.restore)})," to restore"]}),t("li",{children:[t("b",{children:P(a.left)})," left as they are"]})]}),
t("p",{class:"soft",children:"Quo may keep the keys of deleted contacts, so that they cannot be used again. If a column was wrong, it is better to correct it an\
d import again: the contacts are updated in place."})]}),t("div",{class:"buttons",children:[t("button",{type:"button",onClick:()=>f.current.close(),children:"Ca\
ncel"}),t("button",{type:"button",class:"danger",disabled:s||!h,onClick:b,children:h?h[0].toUpperCase()+h.slice(1):"Nothing to undo"})]})]})]})}var jn={import:"Import",undo:"Undo",rebuild:"Rebuild","state import":"List of keys"},Yn=[["created","created"],["updated","updated"],["deleted","deleted"],["unc\
hanged","unchanged"],["rejected","rejected"],["failed","failed"],["notReached","not reached"]];function on({view:e,go:n,act:o}){let[r,a]=_(),[i,s]=_(""),c=e.run?.
going;return Q(()=>{c||ge("/api/runs").then(a,p=>s(p.message))},[c,e.revision]),t(E,{children:[t(q,{lede:"What was imported and undone with this state, the last\
 one first.",children:"History"}),i&&t(S,{kind:"bad",children:i}),c&&t(S,{children:"An import is running: the list is shown when it has ended."}),r&&r.length===
0&&t(S,{children:"Nothing was imported yet."}),!r&&!i&&!c&&t(Re,{lines:3}),t("ol",{class:"past",children:r?.map(p=>t("li",{children:[t("div",{children:[t("h2",{
children:[jn[p.kind]||p.kind," ",t("time",{children:p.began})]}),t("p",{class:"soft",children:t("bdi",{children:p.files.join(", ")||p.source})}),t("p",{children:Yn.
filter(([f])=>p.kind==="undo"?f!=="unchanged"&&p.counts[f]>0:p.counts[f]>0).map(([f,l])=>`${P(p.counts[f])} ${p.kind==="undo"&&f==="updated"?"restored":l}`).join(
" \xB7 ")||"nothing was written"}),p.outcome&&t("p",{class:"soft",children:t("small",{children:p.outcome})})]}),p.undone?t("span",{class:"badge left",children:"\
undone"}):p.undoable&&e.key.have?t(ot,{run:p.id,act:o,go:n,words:"Undo"}):null]},p.id))})]})}var Gn=[["phone","Use those who are surely the same","name or email agrees, too: their values stay, missing ones are filled. The other rows are left out, to be \
decided one by one"],["phone-only","Use all of them","whatever the contacts are called"],["none","Use none of them","every row becomes a contact of its own besi\
de them"]],sn={adopted:["is used",""],unsure:["row left out","bad"],open:["to decide","guessed"]};function rn({view:e,go:n,act:o}){let r=e.plan,[a,i,s]=Y(),[c,p]=_(
e.session.adopt||"phone"),f=()=>s(async()=>{await o("/api/adopt",{adopt:c}),n("plan")});return t(E,{children:[t(q,{lede:`${N(r.adoptable,"new row has","new rows\
 have")} the number of a contact that is already in Quo. Is it the same person?`,children:"Already in Quo"}),i&&t(S,{kind:"bad",children:i}),t("fieldset",{class:"\
question",children:[t("legend",{children:t("h2",{children:"What is to be done with them?"})}),t("div",{class:"choices",children:Gn.map(([l,b,h])=>t("label",{class:"\
choice",children:[t("input",{type:"radio",name:"adopt",checked:c===l,onChange:()=>p(l)}),t("span",{children:[t("b",{children:b}),t("small",{children:h})]})]},l))})]}),
t("ul",{class:"pairs",children:r.pairs.map(l=>t("li",{class:"pair",children:[t("div",{children:[t("small",{children:l.place}),t("b",{children:t("bdi",{children:l.
name||"no name"})})]}),t("span",{class:"same","aria-hidden":"true",children:"=?"}),t("div",{children:l.contacts.map(b=>t("p",{children:[t("small",{children:["in\
 Quo, same ",b.why]}),t("b",{children:t("bdi",{children:b.name||b.id})})]},b.id))}),t("span",{class:`badge ${sn[l.outcome]?.[1]||""}`,children:sn[l.outcome]?.[0]||
l.outcome})]},l.place+l.key))}),r.morePairs>0&&t("p",{class:"soft",children:["\u2026 and ",P(r.morePairs)," more"]}),t(Z,{note:t("button",{type:"button",class:"\
plain",onClick:()=>n("plan"),children:"Back"}),children:t("button",{type:"button",class:"primary",disabled:a,onClick:f,children:a?"Comparing \u2026":"Compare ag\
ain with this"})})]})}var vt=5,Jn=[["ready","to import"],["created","to create"],["updated","to update"],["unchanged","unchanged"],["skipped","left out on purpose"],["rejected","reje\
cted"],["failed","would be refused"],["notReached","not reached"]];function st({counts:e,words:n={}}){let o=Jn.filter(([i])=>e[i]>0),r=o.reduce((i,[s])=>i+e[s],
0),a=0;return t("div",{class:"count-bar",children:[t("svg",{class:"bar",viewBox:"0 0 1000 10",preserveAspectRatio:"none",role:"img","aria-label":o.map(([i,s])=>`${P(
e[i])} ${n[i]||s}`).join(", "),children:o.map(([i])=>{let s=Math.max(6,1e3*e[i]/r),c=a;return a+=s,t("rect",{class:i.toLowerCase(),x:c,y:"0",width:s,height:"10"},
i)})}),t("ul",{class:"legend",children:o.map(([i,s])=>t("li",{children:[t("svg",{class:"key",viewBox:"0 0 10 10","aria-hidden":"true",children:t("rect",{class:i.
toLowerCase(),width:"10",height:"10",rx:"2"})}),t("b",{children:P(e[i])})," ",t("span",{children:n[i]||s})]},i))})]})}function an({view:e,go:n,act:o}){let[r,a,i]=Y(),
s=e.plan,c=s.writes,p=e.questions.filter(h=>!h.answer&&!h.optional).length,f=h=>i(async()=>{await o("/api/run",{limit:h}),n("run")}),l=s.counts,b=c===1?"contact":
"contacts";return t(E,{children:[t(q,{lede:s.compared?`This is what an import does. Nothing has been written${e.rehearsal?"":" to Quo"} yet.`:"This is what the \
file says. Nothing has left this computer.",children:s.compared?"The plan":"What would be imported"}),a&&t(S,{kind:"bad",children:a}),e.problem&&t(S,{kind:"bad",
children:e.problem}),p>0&&t(S,{kind:"warn",children:[N(p,"question is","questions are")," open. ",t("a",{href:"#/questions",children:"Answer them first"})]}),s.
stop&&t(S,{kind:"bad",children:[t("strong",{children:"An import would stop here:"})," ",s.stop,s.adoptable>0&&s.pairs.length>0&&t(E,{children:[" ",t("a",{href:"\
#/pairs",children:"Look at the contacts"})]})]}),t(st,{counts:l}),t("ul",{class:"figures",children:[t("li",{children:[t("b",{children:P(l.read)})," rows"]}),s.duration&&
c>0&&t("li",{children:["about ",t("b",{children:s.duration})]}),l.adopted>0&&t("li",{children:[t("b",{children:P(l.adopted)})," in Quo already, and used"]}),l.warnings>
0&&t("li",{children:[t("b",{children:P(l.warnings)})," ",l.warnings===1?"warning":"warnings"]})]}),s.phoneless>0&&t(S,{kind:"warn",children:[N(s.phoneless,"cont\
act has","contacts have")," no phone number: the Quo app never shows such contacts."]}),s.nameless>0&&t(S,{kind:"warn",children:[N(s.nameless,"contact has","con\
tacts have")," no name, and will be called after the phone number."]}),s.notices.map(h=>t(S,{children:h},h)),s.adoptable>0&&!s.stop&&t(S,{kind:"warn",children:[
N(s.adoptable,"new row has","new rows have")," the number of a contact that is already in Quo. ",t("a",{href:"#/pairs",children:"Compare them"})]}),!s.compared&&
t("section",{class:"compare","aria-labelledby":"compare",children:[t("h2",{id:"compare",children:"Compare with Quo"}),t("p",{class:"about",children:[e.rehearsal?
"The stand-in for Quo on this computer is asked":"Quo is asked"," which of these contacts it has already. It is only read."]}),e.key.have?t(E,{children:t("div",
{class:"buttons",children:[t("button",{type:"button",class:"primary",disabled:r||p>0||!!e.busy,onClick:()=>i(()=>o("/api/compare")),children:"Compare with Quo"}),
t(De,{view:e,act:o})]})}):t(De,{view:e,act:o})]}),t(zn,{plan:s,correct:!!e.sheet}),s.changes.length>0&&t("section",{"aria-labelledby":"changes",children:[t("h2",
{id:"changes",children:["What changes in Quo ",t("span",{class:"n",children:P(s.changes.length+s.moreChanges)})]}),t("ul",{class:"cards",children:s.changes.map(
h=>t(Zn,{change:h},h.place+h.key))}),s.moreChanges>0&&t("p",{class:"soft",children:["\u2026 and ",P(s.moreChanges)," more"]})]}),s.cards.length>0&&t("section",{
"aria-labelledby":"first",children:[t("h2",{id:"first",children:"The first contacts, as they will look in Quo"}),t("ul",{class:"cards",children:s.cards.map(h=>t(
"li",{class:"card",children:[t("div",{class:"who",children:[t("span",{class:"initials","aria-hidden":"true",children:h.initials}),t("div",{children:[t("h3",{children:t(
"bdi",{children:h.name})}),t("p",{children:h.action})]})]}),t("dl",{children:h.facts.map((d,u)=>t("div",{children:[t("dt",{children:t("bdi",{children:d.name})}),
t("dd",{children:t("bdi",{children:d.value})})]},u))}),t("p",{class:"place",children:h.place})]},h.place))})]}),t("section",{"aria-labelledby":"memory",children:[
t("h2",{id:"memory",children:"How contacts are found again"}),t("dl",{class:"rows",children:[t("div",{children:[t("dt",{children:"List"}),t("dd",{children:t("bd\
i",{children:s.source})})]}),t("div",{children:[t("dt",{children:"A row is identified by"}),t("dd",{children:t("bdi",{children:s.keyed})})]}),t("div",{children:[
t("dt",{children:"State file"}),t("dd",{children:t("bdi",{children:s.state})})]})]})]}),t(Z,{note:s.compared?t(E,{children:c>0&&"Contacts made through the API a\
ppear in the Quo app once there is a conversation with their number, and may be read-only there."}):t("button",{type:"button",class:"plain",onClick:()=>n("colum\
ns"),children:"Back"}),children:[s.compared&&!s.stop&&c>vt&&t("button",{type:"button",disabled:r||!!e.busy,onClick:()=>f(vt),children:["Import ",vt," first"]}),
s.compared&&t("button",{type:"button",class:"primary",disabled:r||!!e.busy||!!s.stop||c===0,onClick:()=>f(0),children:c===0?"Nothing to write":`Write ${P(c)} ${b}${e.
rehearsal?"":" to Quo"}`})]})]})}function zn({plan:e,correct:n}){return e.problems.length===0?null:t("section",{"aria-labelledby":"problems",children:[t("h2",{id:"\
problems",children:["Rows that cannot be imported as they are ",t("span",{class:"n",children:P(e.counts.rejected+e.counts.failed)})]}),t("ul",{class:"groups",children:e.
problems.map(o=>t(Xn,{group:o},o.column+o.kind))}),n&&t("p",{children:t("a",{href:"#/problems",children:"Correct these rows"})}),e.moreProblems>0&&t("p",{class:"\
soft",children:["\u2026 and ",N(e.moreProblems,"more problem","more problems")]})]})}function Xn({group:e}){let[n,o]=_(!1);return t("li",{class:"group",children:[
t("div",{class:"group-head",children:[t("b",{class:"group-count",children:P(e.count)}),t("span",{children:[t("b",{children:t("bdi",{children:e.column||"The row \
as a whole"})})," ",t("bdi",{children:e.message})]}),t("button",{type:"button",class:"plain","aria-expanded":n,onClick:()=>o(!n),children:n?"Hide":"Examples"})]}),
n&&t("ul",{class:"examples",children:e.examples.map((r,a)=>t("li",{children:[t("span",{class:"place",children:r.place})," ",r.value&&t("code",{children:t("bdi",
{children:r.value})})," ",t("bdi",{children:r.message})]},a))})]})}function Zn({change:e}){return t("li",{class:"card",children:[t("h3",{children:t("bdi",{children:e.
name||e.key})}),e.message&&t("p",{class:"soft",children:e.message}),t("dl",{class:"diff",children:e.fields.map((n,o)=>t("div",{children:[t("dt",{children:t("bdi",
{children:n.field})}),t("dd",{children:[n.before&&t("del",{children:[t("span",{class:"hidden",children:"before: "}),t("bdi",{children:n.before})]}),n.before&&n.
after&&t("span",{"aria-hidden":"true",children:" \u2192 "}),n.after&&t("ins",{children:[t("span",{class:"hidden",children:"after: "}),t("bdi",{children:n.after})]})]})]},
o))}),t("p",{class:"place",children:e.place})]})}function ln(e){return class extends me{shouldComponentUpdate(n){return Object.keys(n).some(o=>n[o]!==this.props[o])}render(){return t(e,{...this.props})}}}var te=e=>"/api/sheet"+e,J={open:()=>ge(te("")),view:e=>G(te("/view"),e),rows:(e,n)=>ge(te(`/rows?view=${e}&from=${n}`)),show:e=>G(te("/show"),{rows:e}),try:(e,n,o)=>G(
te("/try"),{row:e,column:n,value:o}),values:(e,n)=>G(te("/values"),{filter:e,column:n}),set:(e,n)=>G(te("/set"),{what:e,edits:n}),preview:e=>G(te("/preview"),e),
apply:e=>G(te("/apply"),e),take:e=>Gt(te("/take"),e),undo:()=>G(te("/undo")),redo:()=>G(te("/redo"))},ie=200,cn=10,rt=class{constructor(n,o,r,a){this.view=n;this.
length=o;this.changed=r;this.failed=a}view;length;changed;failed;windows=new Map;loading=new Set;places=new Map;get(n){return this.windows.get(Math.floor(n/ie))?.[n%
ie]}want(n,o){for(let r=Math.floor(n/ie);r<=Math.floor(Math.max(n,o-1)/ie);r++)!this.windows.has(r)&&!this.loading.has(r)&&r*ie<this.length&&this.load(r)}async load(n){
this.loading.add(n);try{let o=await J.rows(this.view,n*ie);this.windows.set(n,o),o.forEach((r,a)=>this.places.set(r.row,n*ie+a));for(let r of this.windows.keys()){
if(this.windows.size<=cn)break;Math.abs(r-n)>cn/2&&(this.windows.get(r).forEach(a=>this.places.delete(a.row)),this.windows.delete(r))}this.changed()}catch(o){this.
failed(o)}finally{this.loading.delete(n)}}async refresh(n){let o=[...this.places.keys()].filter(r=>!n||n.includes(r));try{for(let r=0;r<o.length;r+=ie)for(let a of await J.
show(o.slice(r,r+ie))){let i=this.places.get(a.row),s=i===void 0?void 0:this.windows.get(Math.floor(i/ie));s&&(s[i%ie]=a)}this.changed()}catch(r){this.failed(r)}}};var Vn=[["blank","Empty the words that mean nothing"],["drop","Leave out the values that are refused"],["country","Set the country of the numbers"],["split","Sp\
lit cells that hold several values"],["replace","Find and replace"],["first","Keep the first of rows with the same key"]];function un({columns:e,column:n,facet:o,
facets:r,selected:a,close:i,apply:s}){let c=B(null),p=o.kind||r.find(w=>w.column===o.column&&w.kind)?.kind||"",f=o.column?e.findIndex(w=>w.name===o.column):n,[l,
b]=_({do:p==="key-duplicate"?"first":a.length>1||p==="phone-no-region"||p==="phone-invalid"?"country":p.endsWith("-several")?"split":"blank",filter:o,column:f>=
0&&e[f].mapped?f:e.findIndex(w=>w.mapped),words:[],country:"",separator:"/",into:-1,find:"",replace:"",case:!1,whole:!1}),[h,d]=_(a.length>0),[u,C]=_([]),[T,g]=_(),
[v,O]=_(""),[H,F]=_(!1),I=w=>b(L=>({...L,...w})),V=h?{...l,rows:a}:l,A=l.do==="blank"?l.words.length>0:l.do==="country"?l.country.trim()!=="":l.do==="split"?l.separator!==
"":l.do==="replace"?l.find!==""||!!l.whole:!0;Q(()=>{c.current?.showModal()},[]),Q(()=>{l.do==="blank"&&J.values(l.filter,l.column).then(w=>{C(w),I({words:w.filter(
L=>L.nothing&&L.rows>2).map(L=>L.value)})},w=>O(w.message))},[l.do,l.column]),Q(()=>{if(g(void 0),O(""),!A)return;let w=!1,L=setTimeout(()=>J.preview(V).then(j=>{
w||g(j)},j=>{w||O(j.message)}),200);return()=>{w=!0,clearTimeout(L)}},[JSON.stringify(V)]);let K=(w,L,j)=>t("label",{class:"field",children:[t("span",{children:w}),
t("input",{type:"text",value:l[L],onInput:ee=>I({[L]:ee.currentTarget.value})}),j&&t("small",{children:j})]}),oe=(w,L)=>t("label",{class:"check",children:[t("in\
put",{type:"checkbox",checked:l[L],onChange:j=>I({[L]:j.currentTarget.checked})})," ",t("span",{children:w})]}),ae=(w,L,j,ee)=>t("label",{class:"field",children:[
t("span",{children:w}),t("select",{value:L,onChange:X=>j(+X.currentTarget.value),children:[ee&&t("option",{value:-1,children:ee}),e.map((X,de)=>X.mapped&&t("opt\
ion",{value:de,children:X.name},X.name))]})]});return t("dialog",{ref:c,class:"bulk","aria-labelledby":"bulk-title",onClose:i,children:t("form",{onSubmit:async w=>{
w.preventDefault(),!(!T?.cells||H)&&(F(!0),await s(V),F(!1))},children:[t("h2",{id:"bulk-title",children:"Correct many rows"}),t("div",{class:"bulk-fields",children:[
t("label",{class:"field wide",children:[t("span",{children:"What to do"}),t("select",{value:l.do,onChange:w=>I({do:w.currentTarget.value}),children:Vn.filter(([
w])=>w!=="first"||r.some(L=>L.kind==="key-duplicate")).map(([w,L])=>t("option",{value:w,children:L},w))})]}),l.do!=="first"&&ae("In the column",l.column,w=>I({column:w})),
t("label",{class:"field",children:[t("span",{children:"In which rows"}),t("select",{value:h?"selected":"facet",onChange:w=>d(w.currentTarget.value==="selected"),
children:[t("option",{value:"facet",children:o.all?"all rows with problems":"the rows of this list"}),a.length>0&&t("option",{value:"selected",children:["the ",
P(a.length)," selected rows"]})]})]}),l.do==="blank"&&t("fieldset",{class:"field words",children:[t("legend",{children:"Values that mean nothing"}),u.length===0&&
t("p",{class:"soft",children:"No value is left in this column."}),u.slice(0,20).map(w=>t("label",{class:"check",children:[t("input",{type:"checkbox",checked:l.words.
includes(w.value),onChange:L=>I({words:L.currentTarget.checked?[...l.words,w.value]:l.words.filter(j=>j!==w.value)})}),t("span",{children:[w.value," ",t("small",
{children:N(w.rows,"row","rows")})]})]},w.value))]}),l.do==="country"&&K("Country","country","Its name or code, such as Germany or DE. Numbers that are valid th\
ere are written with it."),l.do==="split"&&t(E,{children:[K("At","separator","The first part stays."),ae("The rest goes to",l.into,w=>I({into:w}),"nowhere: leav\
e it out")]}),l.do==="replace"&&t(E,{children:[K("Find","find"),K("Replace by","replace"),t("div",{class:"field",children:[oe("Upper and lower case differ","cas\
e"),oe("Whole cells only","whole")]})]})]}),v&&t(S,{kind:"bad",children:v}),t("div",{class:"bulk-preview","aria-live":"polite",children:T&&t(E,{children:[t("p",
{children:[t("b",{children:N(T.cells,"cell changes","cells change")}),T.cells>0&&t(E,{children:[": ",N(T.rescued,"row is rescued","rows are rescued"),", ",N(T.left,
"row of these still has","rows of these still have")," a problem"]})]}),T.examples.length>0&&t("div",{class:"scroll",tabIndex:0,role:"region","aria-label":"The \
first cells that change",children:t("table",{children:[t("thead",{children:t("tr",{children:[t("th",{scope:"col",class:"num",children:"Line"}),t("th",{scope:"co\
l",children:"Now"}),t("th",{scope:"col",children:"Then"}),t("th",{scope:"col",children:"In Quo"})]})}),t("tbody",{children:T.examples.map(w=>t("tr",{children:[t(
"td",{class:"num",children:w.line}),t("td",{children:w.before}),t("td",{children:w.after||t("span",{class:"soft",children:"blank"})}),t("td",{class:w.problem?"r\
efused":"",children:w.problem||w.result})]},w.line+w.column))})]})})]})}),t("div",{class:"buttons",children:[t("button",{type:"button",onClick:()=>c.current?.close(),
children:"Cancel"}),t("button",{type:"submit",class:"primary",disabled:!T?.cells||H,children:T?.cells?`Change ${N(T.cells,"cell","cells")}`:"Change"})]})]})})}var ne=34,We=1e3,eo=(e,n)=>!!e.all==!!n.all&&(e.column??"")===(n.column??"")&&(e.kind??"")===(n.kind??""),to=e=>e==="key"?"Key":e||"The row as a whole";function pn({
go:e,reload:n}){let[o,r]=_(),[a,i]=_(!1),[s,c]=_(),[p,f]=_({all:!0}),[l,b]=_(),[,h]=_(0),[d,u]=_(""),[C,T]=_(""),[g,v]=_(!1),[O,H]=_(""),[F,I]=_([]),[V,A]=_(0),
K=B(0),oe=B(0),ae=B(null),w=be(x=>u(x instanceof Error?x.message:String(x)),[]),L=be(async x=>{try{let M=await J.view(x),le=new rt(M.id,M.rows,()=>h(Ke=>Ke+1),w);
le.want(0,1),ae.current=le,f(x),b(le),u("")}catch(M){w(M)}},[]),j=be(async(x,M)=>{K.current=Math.max(K.current,x.edition),c(x),u(""),T(M??(x.cells?`${x.what}: ${N(
x.cells,"cell","cells")} changed${x.rescued>0?`, ${N(x.rescued,"row","rows")} rescued`:""}`:"Nothing changed")),clearTimeout(oe.current),oe.current=setTimeout(n,
600),await ae.current?.refresh(x.rows.length<1e3?x.rows:void 0)},[]),ee=be(async x=>{try{return await j(await x()),!0}catch(M){return w(M),!1}},[]);Q(()=>{J.open().
then(M=>{r(M.columns),c(M.now),i(M.table)},w),L({all:!0});let x=async M=>{M.detail<=K.current||(K.current=M.detail,J.open().then(le=>c(le.now),w),ae.current?.refresh())};
return addEventListener("sheet",x),()=>removeEventListener("sheet",x)},[]);let X=nt(()=>o?.map((x,M)=>({...x,at:M})).filter(x=>x.mapped||g),[o,g]),de=(x,M)=>ee(
async()=>{let le=await x();return{...le,what:`${M} ${le.what}`}}),$e=()=>{s?.undo&&de(J.undo,"Undone:")},qe=()=>{s?.redo&&de(J.redo,"Redone:")},it=async x=>{if(x)
try{let M=await J.take(x);await j(M.done,`${x.name}: ${N(M.changed,"row","rows")} of ${P(M.rows)} corrected${M.missed?`; ${P(M.missed)} not found here: ${M.unknown.
join(", ")}`:""}`)}catch(M){w(M)}};return!o||!s||!l||!X?t(E,{children:[t(q,{children:"Rows to correct"}),d?t(S,{kind:"bad",children:d}):t(Re,{look:"sheet-box"})]}):
t(E,{children:[t(q,{lede:s.counts.problems?`${N(s.counts.problems,"row is","rows are")} left out of the import, of ${P(s.counts.rows)}. What you correct here is\
 kept in a file of its own: yours stays as it is.`:"Every row can be imported. Corrections are kept in a file of their own: yours stays as it is.",children:"Row\
s to correct"}),d&&t(S,{kind:"bad",children:d}),t("div",{class:"sheet-page",children:[t(no,{facets:s.facets,total:s.counts.problems,filter:p,choose:L}),t("div",
{class:"sheet-main",children:[t("div",{class:"sheet-tools",role:"toolbar","aria-label":"Corrections",children:[t("button",{type:"button",onClick:()=>H("open"),children:"\
Correct many \u2026"}),t("button",{type:"button","aria-disabled":!s.undo,onClick:$e,title:s.undo&&`${s.undo} (Ctrl+Z)`,children:"Undo"}),t("button",{type:"butto\
n","aria-disabled":!s.redo,onClick:qe,title:s.redo&&`${s.redo} (Ctrl+Y)`,children:"Redo"}),t("span",{class:"gap"}),o.some(x=>!x.mapped)&&t("label",{class:"check",
children:[t("input",{type:"checkbox",checked:g,onChange:x=>v(x.currentTarget.checked)})," ",t("span",{children:"All columns"})]}),a&&t("a",{class:"button",href:"\
/api/sheet/download",download:"rejected.xlsx",children:"Download for Excel"}),a&&t("label",{class:"button upload",children:["Take back \u2026",t("input",{type:"\
file",accept:".xlsx,.csv",onChange:x=>{it(x.currentTarget.files?.[0]),x.currentTarget.value=""}})]})]}),l.length===0?t("p",{class:"sheet-empty",children:s.counts.
problems?"No row has this problem any more.":"There is nothing left to correct."}):t(oo,{rows:l,columns:X,act:ee,undo:$e,redo:qe,fail:w,onPlace:(x,M)=>{A(x),I(M)}}),
t("p",{class:"sheet-said",role:"status",children:C})]})]}),O&&t(un,{columns:o,column:V,facet:p,facets:s.facets,selected:F,close:()=>H(""),apply:async x=>{let M=await ee(
()=>J.apply(x));return M&&H(""),M}}),t(Z,{note:s.counts.fixes>0?t(E,{children:[N(s.counts.fixes,"correction","corrections")," \xB7 ",t("a",{href:"/api/sheet/fix\
es",download:"fixes.csv",children:"fixes.csv"})," for nightly runs (--fixes)"]}):"Rows that stay wrong are left out, and listed in the report.",children:[t("but\
ton",{type:"button",onClick:()=>e("columns"),children:"Back to the columns"}),t("button",{type:"button",class:"primary",onClick:()=>e("plan"),children:"See the \
plan"})]})]})}function no({facets:e,total:n,filter:o,choose:r}){let a=(i,s,c,p,f)=>t("li",{class:f?"sub":void 0,children:t("button",{type:"button",class:"facet",
"aria-pressed":eo(i,o),onClick:()=>r(i),children:[t("span",{children:s}),t("b",{children:P(c)}),p>0&&t("small",{children:["correcting it rescues ",N(p,"row","ro\
ws")]})]})},`${i.column}
${i.kind}`);return t("section",{class:"facets","aria-label":"Problems",children:t("ul",{children:[a({all:!0},"All rows with problems",n,0,!1),e.filter(i=>!i.kind||
e.filter(s=>s.column===i.column).length>2).map(i=>a({column:i.column,kind:i.kind},i.kind?i.words:to(i.column),i.rows,i.rescues,!!i.kind))]})})}function oo({rows:e,
columns:n,act:o,undo:r,redo:a,fail:i,onPlace:s}){let c=B(null),[p,f]=_({from:0,to:30}),[l,b]=_({row:0,column:0}),[h,d]=_(null),[u,C]=_(null),T=B(null),[g,v]=_(),
O=B(null),H=B(0),F=e.get(l.row),I=n[Math.min(l.column,n.length-1)],V=h??l,A={top:Math.min(l.row,V.row),bottom:Math.max(l.row,V.row),left:Math.min(l.column,V.column),
right:Math.max(l.column,V.column)},K=!!e.get(0);Q(()=>{let m=n.findIndex(y=>e.get(0)?.problems?.some(R=>R.column===y.at));d(null),X(null),c.current.scrollTo(0,0),
w({row:0,column:Math.max(0,m)})},[e,K]);let oe=be(()=>{let m=c.current;if(!m)return;let y=Math.max(0,Math.floor(m.scrollTop/ne)-6),R=Math.min(e.length,Math.ceil(
(m.scrollTop+m.clientHeight)/ne)+6);f(U=>U.from===y&&U.to===R?U:{from:y,to:R}),clearTimeout(H.current),H.current=setTimeout(()=>e.want(y,R),40)},[e]);Q(()=>(oe(),
addEventListener("resize",oe),()=>{removeEventListener("resize",oe),clearTimeout(H.current)}),[oe]),Q(()=>{if(!F)return;let m=!1,y=setTimeout(()=>J.try(F.row,I.
at,u).then(R=>{m||v(R)},i),u===null?0:60);return()=>{m=!0,clearTimeout(y)}},[F,I.at,u]),Q(()=>{let m=[];if(h)for(let y=A.top;y<=A.bottom&&m.length<We;y++){let R=e.
get(y);R&&m.push(R.row)}s(I.at,m.length>1?m:[])},[l,h]);let ae=(m,y,R=!1)=>{let U={row:Math.max(0,Math.min(e.length-1,l.row+m)),column:Math.max(0,Math.min(n.length-
1,l.column+y))};d(R?h??l:null),w(U)},w=m=>{b(m);let y=c.current,R=m.row*ne,U=y.clientHeight-ne;R<y.scrollTop?y.scrollTop=R:R+ne>y.scrollTop+U&&(y.scrollTop=R+ne-
U);let se=y.querySelectorAll(".head > span"),z=se[m.column+1],Ce=z.offsetLeft-se[0].offsetWidth;Ce<y.scrollLeft?y.scrollLeft=Ce:z.offsetLeft+z.offsetWidth>y.scrollLeft+
y.clientWidth&&(y.scrollLeft=z.offsetLeft+z.offsetWidth-y.clientWidth)},L=()=>c.current?.focus({preventScroll:!0}),j=B(!1),ee=(m,y=!1)=>{if(!(!F||!I.mapped||F.locked)){
if(F.clipped?.includes(I.at))return i(new Error("This cell is too long to be edited here: correct it in the file, or download the rows for Excel."));d(null),j.current=
y,X(m)}},X=m=>{T.current=m,C(m)};qt(()=>{u!==null&&(O.current?.focus(),j.current&&O.current?.select())},[u===null]);let de=async(m,y)=>{let R=T.current;R===null||
!F||(X(null),L(),(m||y)&&ae(m,y),await o(()=>J.set(`Edit ${I.name}`,[{row:F.row,column:I.at,value:R}])))},$e=m=>{let y=n.length-1;return m?l.column>0?[0,-1]:l.row>
0?[-1,y]:[0,0]:l.column<y?[0,1]:l.row<e.length-1?[1,-y]:[0,0]},qe=()=>{let m=[];for(let y=A.top;y<=A.bottom&&y<A.top+We;y++){let R=e.get(y);if(R&&!R.locked)for(let U=A.
left;U<=A.right;U++)n[U].mapped&&m.push({row:R.row,column:n[U].at,value:""})}o(()=>J.set(m.length>1?`Empty ${P(m.length)} cells`:`Empty ${I.name}`,m))},it=m=>{let y=m.
ctrlKey||m.metaKey;if(T.current!==null){switch(m.key){case"Enter":m.preventDefault(),de(m.shiftKey?-1:1,0);break;case"Tab":{m.preventDefault();let[se,z]=$e(m.shiftKey);
de(se,z);break}case"Escape":m.preventDefault(),X(null),L();break}return}let R=Math.max(1,Math.floor((c.current.clientHeight-ne)/ne)-1),U={ArrowUp:[-1,0],ArrowDown:[
1,0],ArrowLeft:[0,-1],ArrowRight:[0,1],PageUp:[-R,0],PageDown:[R,0],Home:y?[-e.length,-n.length]:[0,-n.length],End:y?[e.length,n.length]:[0,n.length]};if(U[m.key])
return m.preventDefault(),ae(...U[m.key],m.shiftKey);switch(!0){case(y&&!m.shiftKey&&m.key.toLowerCase()==="z"):return m.preventDefault(),r();case(y&&(m.key.toLowerCase()===
"y"||m.shiftKey&&m.key.toLowerCase()==="z")):return m.preventDefault(),a();case(y||m.altKey):return;case(m.key==="Enter"||m.key==="F2"):return m.preventDefault(),
ee(F?.cells[I.at]??"",m.key==="Enter");case m.key==="Tab":{let[se,z]=$e(m.shiftKey);(se||z)&&(m.preventDefault(),ae(se,z));return}case m.key==="Escape":return m.
preventDefault(),d(null),document.querySelector(".steps-foot .primary")?.focus();case(m.key==="Delete"||m.key==="Backspace"):return m.preventDefault(),qe();case m.
key.length===1:return m.preventDefault(),ee(m.key)}},x=m=>{if(u!==null)return;let y=[];for(let R=A.top;R<=A.bottom&&y.length<We;R++){let U=e.get(R);U&&y.push(n.
slice(A.left,A.right+1).map(se=>io(U.cells[se.at])).join("	"))}m.preventDefault(),m.clipboardData?.setData("text/plain",y.join(`
`))},M=async m=>{if(u!==null)return;m.preventDefault();let y=ao(m.clipboardData?.getData("text/plain")??"").slice(0,We),R=[],U=y.length===1&&y[0].length===1&&(A.
bottom>A.top||A.right>A.left),se=U?A.bottom-A.top+1:y.length;for(let z=0;z<Math.min(se,We);z++){let Ce=e.get(A.top+z);if(!Ce||Ce.locked)continue;let wn=U?A.right-
A.left+1:y[z].length;for(let je=0;je<wn;je++){let Ct=n[A.left+je];Ct?.mapped&&R.push({row:Ce.row,column:Ct.at,value:U?y[0][0]:y[z][je]})}}R.length!==0&&await o(
()=>J.set(R.length>1?`Paste ${P(R.length)} cells`:`Edit ${I.name}`,R))},le=m=>{let y=m.target.closest("[data-row]");if(!y||u!==null&&y.contains(O.current))return;
let R={row:+y.dataset.row,column:+y.dataset.column};u!==null&&de(0,0),d(m.shiftKey?h??l:null),b(R),L()},Ke=[];for(let m=p.from;m<Math.min(p.to,e.length);m++){let y=m>=
A.top&&m<=A.bottom;Ke.push(t(ro,{at:m,row:e.get(m),columns:n,left:y?A.left:-1,right:y?A.right:-1,active:m===l.row?l.column:-1,editing:m===l.row&&u!==null},m))}let Et=F?.
problems?.filter(m=>m.column===I.at||m.column<0)??[];return t(E,{children:[t("div",{class:"cell-bar",children:[t("p",{class:"cell-place",children:[t("b",{children:I.
name}),F&&t(E,{children:[" \xB7 ",F.locked?"unreadable ":"","line ",P(F.line)]})]}),t("p",{class:"cell-text",children:[g&&(u??g.value)||t("span",{class:"soft",children:"\
blank"}),g&&g.file!==(u??g.value)&&t(E,{children:[" ",t("del",{children:g.file||"blank"})]})]}),t("p",{id:"cell-said","aria-live":"polite",class:g?.problem||u===
null&&Et.length>0?"refused":"becomes",children:[g?.problem||u===null&&Et.map(m=>m.message).join("; ")||(I.mapped?g?.result?`\u2192 ${g.result}`:"":"is not impor\
ted"),g&&g.others>0&&t("span",{class:"soft",children:[" \xB7 ",N(g.others,"other cell","other cells")," of this row to correct"]})]})]}),t("div",{class:"sheet-b\
ox",ref:c,tabIndex:0,role:"grid","aria-label":"Rows to correct","aria-rowcount":e.length+1,"aria-colcount":n.length+1,"aria-multiselectable":"true","aria-active\
descendant":F&&u===null&&l.row>=p.from&&l.row<p.to?`cell-${l.row}-${l.column}`:void 0,"aria-describedby":"sheet-hint",onScroll:oe,onKeyDown:it,onMouseDown:le,onDblClick:()=>ee(
F?.cells[I.at]??""),onCopy:x,onPaste:M,children:t("div",{class:"sheet-all",role:"rowgroup",style:{height:`${(e.length+1)*ne}px`},children:[t("div",{class:"line \
head",role:"row","aria-rowindex":1,children:[t("span",{role:"columnheader",class:"at","aria-colindex":1,children:"Line"}),n.map((m,y)=>t("span",{role:"columnhea\
der",class:m.mapped?"":"left","aria-colindex":y+2,children:m.name},m.at))]}),Ke,u!==null&&F&&l.row>=p.from&&l.row<p.to&&t(so,{at:l,box:c,value:u,input:O,set:X,label:`${I.
name}, line ${F.line}`,wrong:!!g?.problem,leave:()=>de(0,0)})]})}),t("p",{id:"sheet-hint",class:"sheet-hint",children:"Arrows move, Enter edits, Tab goes on, Ct\
rl+V pastes a block from Excel, Ctrl+Z undoes, Esc leaves the sheet."})]})}function so({at:e,box:n,value:o,input:r,set:a,label:i,wrong:s,leave:c}){let p=n.current?.
querySelector(`#cell-${e.row}-${e.column}`),f=p&&{left:`${p.offsetLeft}px`,top:`${(e.row+1)*ne}px`,minWidth:`${p.offsetWidth}px`,height:`${ne}px`};return t("inp\
ut",{ref:r,class:"cell-input",type:"text",style:f||void 0,value:o,"aria-label":i,"aria-invalid":s,"aria-describedby":"cell-said",spellcheck:!1,autocomplete:"off",
onInput:l=>a(l.currentTarget.value),onBlur:c})}var ro=ln(function({at:n,row:o,columns:r,left:a,right:i,active:s,editing:c}){let p={top:`${(n+1)*ne}px`};if(!o)return t(
"div",{class:"line waiting",role:"row","aria-rowindex":n+2,style:p,children:t("span",{class:"at",role:"rowheader","aria-colindex":1,children:"\u2026"})});let f=new Set(
o.problems?.map(l=>l.column));return t("div",{class:`line${o.problems?.length?"":" good"}`,role:"row","aria-rowindex":n+2,style:p,children:[t("span",{class:`at${f.
has(-1)?" wrong":""}`,role:"rowheader","aria-colindex":1,title:o.problems?.map(l=>l.message).join("; "),children:o.line}),r.map((l,b)=>{let h=`${f.has(l.at)?" w\
rong":""}${o.fixed?.includes(l.at)?" fixed":""}${b===s?" active":""}${b>=a&&b<=i&&a>=0?" chosen":""}${l.mapped?"":" left"}`;return t("span",{id:`cell-${n}-${b}`,
role:"gridcell",class:h.trim()||void 0,"data-row":n,"data-column":b,"aria-colindex":b+2,"aria-selected":b>=a&&b<=i&&a>=0,"aria-invalid":f.has(l.at)||void 0,"ari\
a-readonly":!l.mapped||void 0,children:b===s&&c?"":o.cells[l.at].replace(/\s+/g," ")},l.at)})]})}),io=e=>/[\t\n"]/.test(e)?`"${e.replace(/"/g,'""')}"`:e;function ao(e){
let n=[],o=[],r=e.replace(/\r\n?/g,`
`).replace(/\n$/,""),a=0;for(;;){let i="";if(r[a]==='"'&&/"(\t|\n|$)/.test(r.slice(a+1)))for(a++;a<r.length;a++)if(r[a]!=='"')i+=r[a];else if(r[a+1]==='"')i+='"',
a++;else{a++;break}for(;a<r.length&&r[a]!=="	"&&r[a]!==`
`;)i+=r[a++];if(o.push(i),r[a]==="	"){a++;continue}if(n.push(o),o=[],a++>=r.length)return n}}var Me="\0other",lo=e=>{let n=e.answer||e.default||"";return n===""?{choice:e.choices.length===0?Me:"",text:""}:e.choices.some(o=>o.answer===n)?{choice:n,text:""}:
{choice:Me,text:n}},co=e=>e?e.choice===Me?e.text.trim():e.choice:"";function dn({view:e,go:n,reload:o}){let[r,a,i]=Y(),[s,c]=_({}),[p,f]=_(""),l=d=>s[d.id]||lo(
d),b=e.questions.filter(d=>!d.answer),h=()=>i(async()=>{for(let C of e.questions){let T=co(l(C));if(T!==(C.answer||""))try{if(T==="")throw new Error("A question\
 has no answer yet.");await G("/api/answer",{id:C.id,answer:T})}catch(g){throw f(C.id),document.getElementById(`q-${C.id}`)?.focus(),g}}f("");let d=new Set(e.questions.
map(C=>C.id)),u=await o();u&&u.questions.some(C=>!C.answer&&!d.has(C.id))||n("columns")});return t(E,{children:[t(q,{lede:b.length>0?`${N(b.length,"question","q\
uestions")} that only you can answer. What the file shows is chosen already.`:"Everything is answered. You can change an answer.",children:"Questions"}),a&&!p&&
t(S,{kind:"bad",children:a}),e.questions.length===0&&!e.busy&&t(S,{kind:"good",children:"There is nothing to ask: the file says it all."}),e.questions.map(d=>t(
uo,{q:d,selected:l(d),problem:p===d.id?a:"",select:u=>{f(""),c({...s,[d.id]:u})}},d.id)),t(Z,{note:t("button",{type:"button",class:"plain",onClick:()=>n("file"),
children:"Back"}),children:t("button",{type:"button",class:"primary",disabled:r,onClick:h,children:r?"Working \u2026":"Next"})})]})}function uo({q:e,selected:n,
select:o,problem:r}){let a=`answer-${e.id}`,i=s=>o({...n,choice:s});return t("fieldset",{class:`question ${r?"wrong":""}`,id:`q-${e.id}`,tabIndex:-1,children:[t(
"legend",{children:t("h2",{children:e.question})}),e.evidence.length>0&&t("ul",{class:"evidence",children:e.evidence.map(s=>t("li",{children:t("bdi",{children:s})},
s))}),r&&t(S,{kind:"bad",children:r}),t("div",{class:"choices",children:[e.choices.map(s=>t("label",{class:"choice",children:[t("input",{type:"radio",name:a,checked:n.
choice===s.answer,onChange:()=>i(s.answer)}),t("span",{children:[t("b",{children:t("bdi",{children:s.answer})}),s.answer===e.default&&t("span",{class:"badge",children:"\
proposed"}),t("small",{children:t("bdi",{children:s.means})})]})]},s.answer)),e.free&&t("label",{class:"choice",children:[e.choices.length>0&&t("input",{type:"r\
adio",name:a,checked:n.choice===Me,onChange:()=>i(Me)}),t("span",{class:"free",children:[e.choices.length>0&&t("b",{children:"Another answer"}),t("input",{type:"\
text","aria-label":`${e.question} ${e.takes||""}`,placeholder:(e.takes||"").toLowerCase(),value:n.text,onInput:s=>o({choice:Me,text:s.currentTarget.value})})]})]})]}),
e.otherwise&&t("p",{class:"soft",children:t("small",{children:e.otherwise})})]})}var fn={created:"created",updated:"updated"},hn={deleted:"deleted",updated:"restored",skipped:"left as they are"};function mn(e){let n=e.view.run;return n.going?
t(po,{...e,run:n}):t(fo,{...e,run:n})}function po({view:e,run:n,act:o}){let[r,a,i]=Y(),s=n.kind==="undo",c=n.total>0?n.done/n.total:0,p=Math.floor(c*100),f=B("");
return p%10===0&&(f.current=`${p} percent`),t(E,{children:[t(q,{lede:`You can close this page: it ${n.paused?"stays paused":"goes on"}. Open it again with a new\
 address from the window where quo-import runs.`,children:n.stopping?"Stopping":n.paused?"Paused":s?"Undoing":n.trial?"Importing the first rows":"Importing"}),a&&
t(S,{kind:"bad",children:a}),t("div",{class:"progress",children:[t("progress",{max:Math.max(1,n.total),value:n.done,"aria-label":"Progress"}),t("p",{children:[t(
"b",{class:"big",children:P(n.done)})," of ",P(n.total)," ",s?"contacts":"rows",t("span",{class:"soft",children:[n.rate&&` \xB7 ${n.rate}`,n.left&&!n.paused&&` \
\xB7 about ${n.left} left`]})]}),t("p",{class:"hidden",role:"status",children:f.current})]}),t("div",{class:"buttons",children:[!n.stopping&&(n.paused?t("button",
{type:"button",class:"primary",disabled:r,onClick:()=>i(()=>o("/api/run/pause",{paused:!1})),children:"Continue"}):t("button",{type:"button",disabled:r,onClick:()=>i(
()=>o("/api/run/pause",{paused:!0})),children:"Pause"})),t("button",{type:"button",class:"danger",disabled:r||n.stopping,onClick:()=>i(()=>o("/api/run/stop")),children:n.
stopping?"Finishing what is in flight \u2026":"Stop"})]}),t(st,{counts:n.counts,words:s?hn:fn}),e.rehearsal&&t("p",{class:"soft",children:"A rehearsal: the cont\
acts are in a stand-in for Quo on this computer."}),t(bn,{run:n})]})}function fo({view:e,run:n,go:o,act:r}){let[a,i,s]=Y(),c=n.kind==="undo",p=n.counts,f=(p.created||
0)+(p.updated||0),l=(p.rejected||0)+(p.failed||0),b=n.trial?0:p.notReached||0,h=()=>s(async()=>{e.key.have&&await r("/api/compare"),o("plan")}),d=n.interrupted?
"Interrupted":n.stopped&&(b>0||n.trial)?"Stopped":c?"Undone":n.trial?`The first ${N(f,"contact is","contacts are")} in Quo`:"Done";return t(E,{children:[t(q,{lede:n.
interrupted?"The program was ended in the middle of it. Everything that was written is recorded: comparing again shows what is left.":c?`${b>0?`${N(b,"contact w\
as","contacts were")} not reached. `:""}Contacts that were changed since, in Quo or by another import, were left as they are.`:n.trial?n.stopped?`${N(f,"contact\
 was","contacts were")} written before it stopped.`:f===0?"None of these rows is in Quo.":"Look at them in Quo. Then import the rest, or undo these.":b>0?`${N(b,
"row was","rows were")} not reached: ${b===1?"it is":"they are"} not in Quo yet.`:l>0?`${N(l,"row is","rows are")} not in Quo. Fix them and import again: what i\
s there already is not created twice.`:p.skipped>0?`Everything that the file says is in Quo, but for ${N(p.skipped,"row that was","rows that were")} skipped.`:"\
Everything that the file says is in Quo.",children:d}),i&&t(S,{kind:"bad",children:i}),n.stopped&&t(S,{kind:n.interrupted?"":"bad",children:n.stopped}),t(st,{counts:p,
words:c?hn:fn}),p.deleted>0&&t("ul",{class:"figures",children:t("li",{children:[t("b",{children:P(p.deleted)})," deleted"]})}),t(bn,{run:n}),!c&&e.sheet&&e.sheet.
problems>0&&t("p",{children:t("a",{href:"#/problems",children:["Correct the ",N(e.sheet.problems,"row","rows")," that ",e.sheet.problems===1?"was":"were"," reje\
cted"]})}),n.files.length>0&&t("section",{"aria-labelledby":"files",children:[t("h2",{id:"files",children:"Files of this run"}),t("ul",{class:"files",children:n.
files.map(u=>t("li",{children:[t("a",{href:`/api/report?run=${encodeURIComponent(n.id)}&file=${encodeURIComponent(u.name)}`,download:u.name,children:u.name})," ",
t("span",{class:"soft",children:u.what})]},u.name))}),n.report&&t("p",{class:"soft",children:t("small",{children:["in ",n.report]})})]}),e.nightly&&!c&&!n.trial&&
f+(p.unchanged||0)>0&&t(ho,{nightly:e.nightly}),t(Z,{note:!c&&f>0?t(ot,{run:n.id,act:r,go:o,words:n.trial?"Undo these":"Undo this import"}):t("button",{type:"bu\
tton",class:"plain",onClick:()=>o("file"),children:"Back to the file"}),children:t("button",{type:"button",class:n.trial||n.interrupted||n.stopped||l>0?"primary":
"",disabled:a||!!e.busy,onClick:h,children:n.trial?"Go on with the rest":"Compare again"})})]})}function bn({run:e}){return e.failures.length===0?null:t("sectio\
n",{"aria-labelledby":"failures",children:[t("h2",{id:"failures",children:["Refused ",t("span",{class:"n",children:P(e.counts.failed)})]}),t("ul",{class:"groups",
children:e.failures.map((n,o)=>t("li",{class:"group",children:t("div",{class:"group-head",children:[t("span",{class:"badge bad",children:n.status||"no answer"}),
t("span",{children:[t("bdi",{children:n.message})," ",t("span",{class:"place",children:n.place||n.key})]})]})},o))}),e.counts.failed>e.failures.length&&t("p",{class:"\
soft",children:["The last ",e.failures.length,"; all of them are in the files of the run."]})]})}function ho({nightly:e}){let[n,o]=_(!1),[r,a]=_(""),[i,s,c]=Y();
return Q(()=>a(""),[e.mapping]),t("section",{"aria-labelledby":"nightly",children:[t("h2",{id:"nightly",children:t("button",{type:"button",class:"opens","aria-e\
xpanded":n,onClick:()=>o(!n),children:"Run it every night"})}),n&&t(E,{children:[t("p",{class:"about",children:"The same import without this page: unchanged row\
s cost nothing, changed ones are updated, and an alarm is raised only by what is new."}),s&&t(S,{kind:"bad",children:s}),t("p",{class:"buttons",children:[t("but\
ton",{type:"button",disabled:i,onClick:()=>c(async()=>{await G("/api/nightly/save"),a(e.mapping)}),children:["Save the mapping as ",e.mapping]}),r&&t("span",{class:"\
badge",role:"status",children:"saved"})]}),t(Be,{title:"The command",text:e.command}),t(Be,{title:"Line of a crontab",text:e.crontab}),t(Be,{title:"systemd: quo\
-import.service",text:e.service}),t(Be,{title:"systemd: quo-import.timer",text:e.timer})]})]})}var Qe=[{id:"file",title:"File",ready:()=>!0,component:nn},{id:"questions",title:"Questions",badge:e=>e.questions.filter(n=>!n.answer).length,ready:e=>!!e.file,
component:dn},{id:"columns",title:"Columns",ready:e=>!!e.columns,component:en},{id:"problems",title:"Rows to correct",badge:e=>e.sheet?.problems??0,ready:e=>!!e.
sheet&&e.sheet.problems+e.sheet.fixes>0,component:pn},{id:"plan",title:"Plan",ready:e=>!!e.plan,component:an},{id:"pairs",title:"Already in Quo",badge:e=>e.plan?.
pairs.filter(n=>n.outcome==="open").length??0,ready:e=>!!e.plan&&e.plan.pairs.length>0,component:rn},{id:"run",title:"Import",ready:e=>!!e.run,component:mn},{id:"\
history",title:"History",ready:e=>!!e.session,component:on}];var gn=()=>location.hash.replace(/^#\//,"");function mo(){let[e,n]=_(),[o,r]=_(gn),[a,i]=_(!0),[s,c]=_(""),p=B(null),f=be(()=>{if(p.current)return p.current.again=
!0,p.current.done;let g={again:!1,done:Promise.resolve(void 0)};return p.current=g,g.done=(async()=>{try{let v;do g.again=!1,n(v=await Xt());while(g.again);return c(
""),v}catch(v){c(v.message)}finally{p.current=null}})(),g.done},[]);Q(()=>{let g=0;zt({view:f,run:H=>n(F=>F&&{...F,run:H}),connected:H=>{H?(clearTimeout(g),g=0,
i(!0)):g||=setTimeout(()=>i(!1),2500)}});let v=()=>r(gn()),O=H=>H.preventDefault();return addEventListener("hashchange",v),addEventListener("dragover",O),addEventListener(
"drop",O),()=>removeEventListener("hashchange",v)},[f]);let l=e&&Qe.find(g=>g.id===(o||e.session?.screen)),b=e&&(l?.ready(e)?l:Qe[0]),h=!!e?.busy&&!!l&&l!==b,d=b?.
id;if(Q(()=>{if(!d||!e)return;let g=Qe.find(v=>v.id===d).title;document.querySelector("nav [aria-current]")?.scrollIntoView({block:"nearest",inline:"center"}),document.
title=`${g}${e.session?" \xB7 "+e.session.name:""} \xB7 quo-import`,!h&&(o!==d&&history.replaceState(null,"",`#/${d}`),e.session&&e.session.screen!==d&&G("/api/\
screen",{screen:d}).catch(()=>{}))},[d,e?.session?.id,h]),!e||!b)return t("main",{class:"boot",children:s?t("p",{role:"alert",children:s}):t("p",{children:"Load\
ing \u2026"})});let u=g=>{location.hash=`#/${g}`},C=async(g,v)=>{await G(g,v),await f()},T=b.component;return t(E,{children:[t("header",{class:"top",children:[t(
"a",{class:"brand",href:"#/file",children:[t("img",{src:"/static/icon.svg",alt:"",width:"24",height:"24"})," quo-import"]}),e.session&&t("span",{class:"file-nam\
e",title:e.session.path,children:e.session.name}),t("span",{class:"where",children:e.rehearsal?t("b",{class:"badge guessed",children:"Rehearsal: nothing leaves \
this computer"}):e.where.replace(/^https?:\/\//,"")})]}),e.session&&t("nav",{"aria-label":"Steps",children:t("ol",{children:Qe.map(g=>{let v=g.badge?.(e),O=g.ready(
e);return t("li",{children:O?t("a",{href:`#/${g.id}`,"aria-current":g.id===b.id?"step":void 0,children:[g.title,v?t("span",{class:"count",children:v}):null]}):t(
"span",{class:"later","aria-disabled":"true",children:g.title})},g.id)})})}),t("main",{children:[!a&&t("div",{class:"notice bad",role:"alert",children:"quo-impo\
rt does not answer. If it was ended, start it again with the same file: nothing is lost, and an import that was going on can be continued."}),s&&t("div",{class:"\
notice bad",role:"alert",children:s}),t(T,{view:e,go:u,act:C,reload:f},b.id+(e.session?.id??"")),t("p",{class:"working",role:"status",children:e.busy?t(E,{children:[
t("span",{class:"spinner","aria-hidden":"true"}),e.busy," \u2026"]}):""})]})]})}var yn=document.getElementById("app");yn.replaceChildren();ft(t(mo,{}),yn);
